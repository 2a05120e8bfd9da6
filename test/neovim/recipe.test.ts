import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { installNeovim } from '../hosts/neovim.mjs';
import { folderWith } from '../unit/cli/run';

const POD = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: nginx
      # It is needed no longer.
      securityContext: { privileged: true }
`;

/** The recipe of the page. */
function recipe(): string {
  const [, lua] = /```lua\n([\s\S]*?)```/.exec(readFileSync('docs/editors.md', 'utf8')) ?? [];
  if (lua === undefined) throw new Error('docs/editors.md has no recipe for Neovim.');
  return lua;
}

it('the recipe of the documentation gives findings, hovers and fixes in Neovim', () => {
  const neovim = installNeovim();
  const folder = folderWith({
    'home/init.lua': recipe(),
    'home/bin/sidecar-guard-language-server': `#!/bin/sh\nexec '${process.execPath}' '${resolve('dist/server.js')}' "$@"\n`,
    'work/pod.yaml': POD,
  });
  chmodSync(join(folder, 'home/bin/sidecar-guard-language-server'), 0o755);
  const words = ['--headless', '-n', '-i', 'NONE', '-u', join(folder, 'home/init.lua')];
  execFileSync(neovim, [...words, '-c', `luafile ${resolve('test/neovim/drive.lua')}`], {
    cwd: join(folder, 'work'),
    env: {
      PATH: [join(folder, 'home/bin'), process.env.PATH].join(delimiter),
      HOME: join(folder, 'home'),
      SEEN: join(folder, 'seen.json'),
    },
    timeout: 100_000,
  });
  const seen = JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8'));
  expect(seen.failure).toBeUndefined();
  expect(seen.diagnostics).toContainEqual({ code: 'privileged', severity: 1, line: 8, source: 'Sidecar Guard' });
  expect(seen.hover).toContain('Repository: `library/nginx`');
  expect(seen.text).toBe(POD.replace('{ privileged: true }', '{ privileged: false }').trimEnd());
});
