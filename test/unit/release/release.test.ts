import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bundledPackages, noticesText } from '../../../scripts/notices.mjs';
import { installKubectl } from '../../hosts/kubectl.mjs';
import { podWith } from '../manifests';
import { describePipelines } from './pipelines';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const folder = mkdtempSync(join(tmpdir(), 'sidecar-guard-release-'));
const [sources, first, second, user] = ['sources', 'first', 'second', 'user'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
  string,
];

const git = (...words: string[]): string =>
  execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...words], {
    cwd: sources,
    encoding: 'utf8',
  });

/** A copy of the sources, so that the bundles of the checkout stay as they are for other tests. */
beforeAll(() => {
  const files = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files.filter((name) => !/^(?:test|examples|docs\/images)\//.test(name))) {
    mkdirSync(dirname(join(sources, file)), { recursive: true });
    cpSync(file, join(sources, file));
  }
  symlinkSync(resolve('node_modules'), join(sources, 'node_modules'));
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'all');
  for (const out of [first, second])
    execFileSync(process.execPath, ['scripts/release.mjs', '--out', out, '--allow-changes'], { cwd: sources });
}, 600_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a release', () => {
  it('has the same bytes in two runs, and right checksums', () => {
    const files = readdirSync(first).sort();
    expect(files).toEqual([
      'SHA256SUMS',
      ...['cdx.json', 'krew.yaml', 'tgz', 'vsix'].map((end) => `sidecar-guard-${version}.${end}`),
    ]);
    for (const file of files)
      expect(readFileSync(join(second, file)).equals(readFileSync(join(first, file))), file).toBe(true);
    for (const line of readFileSync(join(first, 'SHA256SUMS'), 'utf8').trim().split('\n')) {
      const [sum, file = ''] = line.split('  ');
      expect(
        createHash('sha256')
          .update(readFileSync(join(first, file)))
          .digest('hex'),
      ).toBe(sum);
    }
  });

  it('is refused from a tree with changes', () => {
    writeFileSync(join(sources, 'README.md'), 'changed');
    const { status, stderr } = spawnSync(process.execPath, ['scripts/release.mjs', '--out', join(folder, 'no')], {
      cwd: sources,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('The working tree has changes') });
  });

  it('names every package whose code is in a bundle', async () => {
    const packages = await bundledPackages();
    const notices = readFileSync('THIRD-PARTY-NOTICES', 'utf8');
    expect(noticesText(packages)).toBe(notices);
    for (const { name, version: its } of packages) expect(notices).toContain(`\n${name} ${its}\nLicense: `);
    expect(packages.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['yaml', 're2js', 'unbash', 'ignore', 'picocolors', 'vscode-languageserver']),
    );
    expect(noticesText(packages.slice(1))).not.toBe(notices);
    const { components } = JSON.parse(readFileSync(join(first, `sidecar-guard-${version}.cdx.json`), 'utf8'));
    expect(components).toHaveLength(packages.length);
  });
});

describe('the npm package, installed in an empty project,', () => {
  const runNode = (file: string, text: string): string => {
    writeFileSync(join(user, file), text);
    return execFileSync(process.execPath, [file], { cwd: user, encoding: 'utf8' });
  };

  beforeAll(() => {
    mkdirSync(join(user, 'k8s'), { recursive: true });
    writeFileSync(join(user, 'package.json'), '{ "name": "user", "private": true }');
    writeFileSync(join(user, 'k8s/pod.yaml'), podWith('web'));
    const words = ['install', '--offline', '--no-audit', '--no-fund', join(first, `sidecar-guard-${version}.tgz`)];
    execFileSync('npm', words, { cwd: user, stdio: 'pipe' });
  }, 120_000);

  it('checks a repository', () => {
    const bin = join(user, 'node_modules/.bin/sidecar-guard');
    const { status, stdout } = spawnSync(bin, ['check', 'k8s', '--rule', 'privileged=error'], {
      cwd: user,
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringContaining('k8s/pod.yaml:') });
    expect(execFileSync(bin, ['version'], { encoding: 'utf8' })).toBe(`${version}\n`);
  });

  it('is a plugin of kubectl', async () => {
    const kubectl = await installKubectl('newest');
    const PATH = `${join(user, 'node_modules/.bin')}:${dirname(process.execPath)}`;
    const words = ['sidecar-guard', 'version'];
    expect(execFileSync(kubectl, words, { env: { PATH, HOME: user }, encoding: 'utf8' })).toBe(`${version}\n`);
  });

  it('is a plugin that krew can install', async () => {
    const kubectl = await installKubectl('newest');
    const { spec } = parse(readFileSync(join(first, `sidecar-guard-${version}.krew.yaml`), 'utf8'));
    const [{ sha256, files, bin, uri }] = spec.platforms;
    const tarball = readFileSync(join(first, `sidecar-guard-${version}.tgz`));
    expect(createHash('sha256').update(tarball).digest('hex')).toBe(sha256);
    expect({ version: spec.version, name: uri.split('/').at(-1) }).toEqual({
      version: `v${version}`,
      name: `sidecar-guard-${version}.tgz`,
    });
    // What krew does: it moves the files of the archive into a folder, and links the program.
    const store = join(folder, 'krew');
    mkdirSync(join(store, 'bin'), { recursive: true });
    execFileSync('tar', ['-xzf', join(first, `sidecar-guard-${version}.tgz`), '-C', store]);
    expect(files).toEqual([{ from: 'package/*', to: '.' }]);
    symlinkSync(join(store, 'package', bin), join(store, 'bin/kubectl-sidecar_guard'));
    const env = { PATH: `${join(store, 'bin')}:${dirname(process.execPath)}`, HOME: user };
    expect(execFileSync(kubectl, ['sidecar-guard', 'version'], { env, encoding: 'utf8' })).toBe(`${version}\n`);
  });

  const USE = `const report = await check('k8s', { only: ['privileged'] });
    const text = await check([{ name: 'x.yaml', text: ${JSON.stringify(podWith('text'))} }], { rules: { privileged: 'hint' }, only: ['privileged'] });
    const wrong = await check([], { only: ['nope'] }).catch((error) => error.message);
    console.log(JSON.stringify([...report.findings, ...text.findings].map(({ file, rule, severity }) => [file, rule, severity]).concat(wrong)));`;
  const EXPECTED = [
    ['k8s/pod.yaml', 'privileged', 'warning'],
    ['x.yaml', 'privileged', 'hint'],
    'There is no rule "nope"; run "sidecar-guard rules" to list the rules.',
  ];

  it('is a module', () => {
    expect(JSON.parse(runNode('use.mjs', `import { check } from 'sidecar-guard';\n${USE}`))).toEqual(EXPECTED);
  });

  it('can be required', () => {
    const text = `const { check } = require('sidecar-guard');\n(async () => {\n${USE}\n})();`;
    expect(JSON.parse(runNode('use.cjs', text))).toEqual(EXPECTED);
  });

  it.each(['mts', 'cts'])(
    'has types for .%s',
    (end) => {
      const compile = (text: string): string => {
        writeFileSync(join(user, `use.${end}`), `import { check, type Finding } from 'sidecar-guard';\n${text}`);
        const words = [
          resolve('node_modules/typescript/bin/tsc'),
          '--noEmit',
          '--strict',
          '--module',
          'nodenext',
          `use.${end}`,
        ];
        return spawnSync(process.execPath, words, { cwd: user, encoding: 'utf8' }).stdout;
      };
      expect(
        compile("export const all: Promise<readonly Finding[]> = check('k8s').then(({ findings }) => findings);\n"),
      ).toBe('');
      expect(compile('export const wrong = check(5);\n')).toContain('error TS2345');
    },
    120_000,
  );
});

describePipelines(version, () => join(first, `sidecar-guard-${version}.tgz`));

it('the changelog has the version, with its day', () => {
  expect(readFileSync('CHANGELOG.md', 'utf8')).toMatch(
    new RegExp(`\\n## \\[Unreleased\\]\\n[^]*\\n## \\[${version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d\\d-\\d\\d\\n`),
  );
});
