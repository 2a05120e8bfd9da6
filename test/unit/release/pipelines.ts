import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { installLefthook } from '../../hosts/lefthook.mjs';
import { folderWith } from '../cli/run';
import { podWith } from '../manifests';

const PAGE = readFileSync('docs/pipelines.md', 'utf8');

/** A repository with a privileged pod on `main`, and one more on the branch `topic`. */
function repository(): string {
  const folder = folderWith({
    'apps/old.yaml': podWith('old'),
    '.sidecar-guard.yaml': 'rules: { privileged: error }\n',
  });
  bash(
    `git init -q -b main && git add -A && git commit -qm x && git update-ref refs/remotes/origin/main main && git switch -qc topic`,
    folder,
  );
  writeFileSync(join(folder, 'apps/new.yaml'), podWith('new'));
  bash('git add -A', folder);
  return folder;
}

function bash(script: string, cwd: string, variables: Readonly<Record<string, string>> = {}, shell = 'bash') {
  const author = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' };
  const env = { ...process.env, ...author, GIT_CONFIG_GLOBAL: '/dev/null', npm_config_offline: 'true', ...variables };
  // Both services stop at the first command that fails.
  const { status, stdout, stderr } = spawnSync(shell, ['-e', '-c', script], { cwd, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** The first block of a language in a section of the page. */
function block(section: string, language: string): string {
  const [, text = ''] = PAGE.split(`\n## ${section}\n`);
  return new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(text)?.[1] ?? '';
}

function stopsNewErrors(folder: string, variables: Readonly<Record<string, string>> = {}): void {
  const refused = bash('git commit -qm x', folder, variables);
  expect({ status: refused.status, said: refused.stdout + refused.stderr }).toEqual({
    status: 1,
    said: expect.stringContaining('apps/new.yaml'),
  });
  writeFileSync(join(folder, 'apps/new.yaml'), podWith('new', 'privileged: false'));
  expect(bash('git commit -qam x', folder, variables).status).toBe(0);
}

/** What docs/pipelines.md and the files beside it say, run as the services run it, with the package that was just built. */
export function describePipelines(version: string, tarball: () => string): void {
  const published = `npx --yes sidecar-guard@${version}`;
  const local = (script: string): string => {
    expect(script).toContain(published);
    return script.replaceAll(published, `npx --yes --package='${tarball()}' -- sidecar-guard`);
  };

  describe('the GitHub action', () => {
    const action = parse(readFileSync('action.yml', 'utf8'));
    const run = (
      folder: string,
      inputs: Readonly<Record<string, string>>,
      more: Readonly<Record<string, string>> = {},
    ) => {
      const [step] = action.runs.steps;
      const env = Object.entries(step.env as Record<string, string>).map(([name, text]) => {
        const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(text)?.[1] ?? '';
        return [name, inputs[input] ?? action.inputs[input].default];
      });
      const summary = join(folder, 'summary.md');
      const variables = { ...Object.fromEntries(env), INPUT_PACKAGE: tarball(), GITHUB_STEP_SUMMARY: summary, ...more };
      return bash(step.run, folder, variables);
    };

    it('shows what a pull request brings', () => {
      const folder = repository();
      const { status, stdout } = run(folder, {}, { GITHUB_BASE_REF: 'main' });
      expect({ status, stdout }).toEqual({
        status: 1,
        stdout: expect.stringMatching(/^::error file=apps\/new\.yaml,line=/m),
      });
      expect(stdout).not.toContain('apps/old.yaml');
      expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('apps/new.yaml');
    });

    it('takes its inputs as they are', () => {
      const folder = repository();
      mkdirSync(join(folder, 'a b$(touch ran)'));
      writeFileSync(join(folder, 'a b$(touch ran)/x.yaml'), podWith('x'));
      const inputs = {
        paths: 'a b$(touch ran)\n',
        options: '--fail-on=never\n--only=privileged\n',
        sarif: 'out.sarif',
      };
      const { status, stdout } = run(folder, inputs);
      expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('touch ran)/x.yaml') });
      expect(JSON.parse(readFileSync(join(folder, 'out.sarif'), 'utf8')).version).toBe('2.1.0');
      expect(() => readFileSync(join(folder, 'ran'))).toThrow();
    });

    it('runs the version of this release', () => {
      expect(action.inputs.package.default).toBe(`sidecar-guard@${version}`);
    });
  });

  describe('the GitLab component', () => {
    it('writes a report of code quality of what a merge request brings', () => {
      const [spec, job] = parseAllDocuments(readFileSync('templates/check.yml', 'utf8')).map((document) =>
        document.toJS(),
      );
      const [script] = job['sidecar-guard'].script;
      expect(spec.spec.inputs.package.default).toBe(`sidecar-guard@${version}`);
      const folder = repository();
      const variables = {
        SIDECAR_GUARD_PATHS: 'apps',
        SIDECAR_GUARD_PACKAGE: tarball(),
        CI_MERGE_REQUEST_DIFF_BASE_SHA: 'main',
      };
      expect(bash(script, folder, variables, 'sh').status).toBe(1);
      const report = JSON.parse(readFileSync(join(folder, 'gl-code-quality-report.json'), 'utf8'));
      expect(new Set(report.map(({ location }: { location: { path: string } }) => location.path))).toEqual(
        new Set(['apps/new.yaml']),
      );
    });
  });

  it('pages name this version', () => {
    const named = ['docs/pipelines.md', 'docs/npm.md'].flatMap((page) => [
      ...readFileSync(page, 'utf8').matchAll(/sidecar-guard@([\w.-]+)/g),
    ]);
    expect(new Set(named.map(([, one]) => one))).toEqual(new Set([version]));
  });

  describe('docs/pipelines.md', () => {
    it('has steps for GitHub and GitLab that run', () => {
      const folder = repository();
      const workflow = parse(block('GitHub Actions', 'yaml'));
      const github = bash(local(workflow.jobs['sidecar-guard'].steps[1].run), folder, { GITHUB_BASE_REF: 'main' });
      expect(github.stdout).toMatch(/^::error file=apps\/new\.yaml/m);
      const gitlab = parse(block('GitLab CI/CD', 'yaml'));
      expect(bash(local(gitlab['sidecar-guard'].script[0]), folder).status).toBe(1);
    });

    it('has a hook for pre-commit that stops a commit with a new error, and no other', () => {
      const folder = repository();
      const hook = join(folder, '.git/hooks/pre-commit');
      const { entry } = parse(block('pre-commit', 'yaml')).repos[0].hooks[0];
      mkdirSync(dirname(hook), { recursive: true });
      writeFileSync(hook, `#!/bin/sh\n${local(entry.replace(/^sidecar-guard/, published))}\n`, { mode: 0o755 });
      stopsNewErrors(folder);
    });

    it('has a configuration with which lefthook stops a commit with a new error, and no other', async () => {
      const folder = repository();
      const LEFTHOOK_BIN = await installLefthook();
      writeFileSync(join(folder, 'lefthook.yml'), local(block('lefthook', 'yaml')));
      expect(bash(`"$LEFTHOOK_BIN" install && git add -A`, folder, { LEFTHOOK_BIN }).status).toBe(0);
      stopsNewErrors(folder, { LEFTHOOK_BIN });
    });

    it('has a target for make', () => {
      const folder = repository();
      writeFileSync(join(folder, 'Makefile'), local(block('make', 'make')).replaceAll(' deploy', ' apps'));
      expect(bash('make check-manifests', folder).stdout).toContain('apps/new.yaml');
    });

    it('checks what other tools print', () => {
      const folder = repository();
      const [line = ''] = block('Helm, kustomize, Argo CD and Flux', 'sh').split('\n');
      const { stdout } = bash(local(line).replace(/^helm [^|]*/, 'cat apps/*.yaml '), folder);
      expect(stdout).toContain('<stdin>');
    });
  });
}
