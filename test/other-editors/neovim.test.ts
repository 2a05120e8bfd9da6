import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { installNeovim } from '../hosts/neovim.mjs';
import { machineWith, POD } from './recipe';

let neovim = '';
// To install it can take longer than a test may.
beforeAll(() => {
  neovim = installNeovim();
});

it('the recipe of the documentation gives findings, hovers and fixes in Neovim', () => {
  const machine = machineWith('lua', 'init.lua');
  const words = ['--headless', '-n', '-i', 'NONE', '-u', machine.configuration];
  execFileSync(neovim, [...words, '-c', `luafile ${resolve('test/other-editors/neovim.lua')}`], {
    cwd: machine.work,
    env: machine.environment,
    timeout: 100_000,
  });
  const seen = machine.seen();
  expect(seen.failure).toBeUndefined();
  expect(seen.diagnostics).toContainEqual({ code: 'privileged', severity: 1, line: 8, source: 'Sidecar Guard' });
  expect(seen.hover).toContain('Repository: `library/nginx`');
  expect(seen.text).toBe(POD.replace('{ privileged: true }', '{ privileged: false }').trimEnd());
});
