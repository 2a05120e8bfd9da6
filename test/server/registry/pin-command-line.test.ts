import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderWith, run } from '../../unit/cli/run';
import { push, startRegistry } from './registry';

it('check --fix --pin writes digests, and says which it could not get', async () => {
  const registry = await startRegistry();
  const { host } = registry;
  const digest = await push(registry, 'team/web', '1');
  const pod = (web: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n    - name: web # ours\n      image: ${web} # pinned\n    - name: log\n      image: ${host}/team/log:1\n    - { name: again, image: ${web} }\n`;
  const folder = folderWith({ 'pod.yaml': pod(`${host}/team/web:1`) });
  const words = ['check', '--only', 'mutable-tag', '--fix', '--pin', '--insecure-registry', host];
  const { code, stderr } = await run(words, folder);
  expect(readFileSync(join(folder, 'pod.yaml'), 'utf8')).toBe(pod(`${host}/team/web:1@${digest}`));
  expect(stderr).toMatch(
    new RegExp(`^sidecar-guard: ${host} has no \\w+ (?:for )?${host}/team/log:1\\. Check the name`),
  );
  expect(code).toBe(2);
  expect((await run(['check', '--pin'], folder)).stderr).toContain('--pin changes files, so it needs --fix.');
});
