import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, run } from './run';

const POD = (name: string, kind = 'Pod'): string =>
  kind === 'Pod'
    ? `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, labels: { app: ${name} } }\nspec: { containers: [{ name: ${name}, image: "a:1", ports: [{ containerPort: 80 }], securityContext: { privileged: true } }] }\n`
    : `apiVersion: apps/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: { template: { spec: { containers: [{ name: ${name} }] } } }\n`;
const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata: { name: front }\nspec: { selector: { app: web }, ports: [{ port: 80 }] }\n';

describe('map', () => {
  it('draws the only workload as SVG, with what other files say about it', async () => {
    const cwd = folderWith({ 'web.yaml': POD('web'), 'service.yaml': SERVICE });
    const { stdout, stderr, code } = await run(['map'], cwd);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(stdout).toContain('>front</text>');
  });

  it('writes a file in another format', async () => {
    const cwd = folderWith({ 'web.yaml': POD('web') });
    const { stdout, code } = await run(['map', 'web.yaml', '--format', 'dot', '--output', 'web.dot'], cwd);
    expect({ stdout, code }).toEqual({ stdout: '', code: 0 });
    expect(readFileSync(join(cwd, 'web.dot'), 'utf8')).toMatch(/^digraph /);
    expect((await run(['map', '--format', 'mermaid'], cwd)).stdout).toMatch(/^flowchart /);
  });

  it('says which workloads there are, if it is not clear which one is meant', async () => {
    const cwd = folderWith({ 'a.yaml': POD('web'), 'b.yaml': `${POD('web', 'Deployment')}---\n${POD('shop')}` });
    const all = await run(['map'], cwd);
    expect(all.code).toBe(2);
    expect(all.stderr).toContain(
      'There are several workloads; write `--workload KIND/NAME`, or name one file: Pod/web (a.yaml), Deployment/web (b.yaml) and Pod/shop (b.yaml).',
    );
    expect((await run(['map', '--workload', 'web'], cwd)).stderr).toContain(
      'Pod/web (a.yaml) and Deployment/web (b.yaml).',
    );
    expect((await run(['map', '--workload', 'deployment/web'], cwd)).stdout).toContain('Deployment &#34;web&#34;');
    expect((await run(['map', '--workload', 'shop'], cwd)).stdout).toContain('Pod &#34;shop&#34;');
    expect((await run(['map', '--workload', 'none'], cwd)).stderr).toContain(
      'There is no workload "none"; there is Pod/web',
    );
  });

  it('says that there is no workload', async () => {
    const { code, stderr } = await run(['map'], folderWith({ 'service.yaml': SERVICE }));
    expect(code).toBe(2);
    expect(stderr).toContain('There is no workload in these manifests; name other files.');
  });

  it('shows findings with the severities of the configuration', async () => {
    const cwd = folderWith({ 'web.yaml': POD('web'), '.sidecar-guard.yaml': 'rules: { privileged: hint }\n' });
    expect((await run(['map', 'web.yaml', '--format', 'mermaid'], cwd)).stdout).not.toContain('1 warning');
    const plain = folderWith({ 'web.yaml': POD('web') });
    expect((await run(['map', 'web.yaml', '--format', 'mermaid'], plain)).stdout).toContain('1 warning');
  });
});
