import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { installEmacs } from '../hosts/emacs.mjs';
import { machineWith, POD } from './recipe';

let emacs = '';
// To install it can take longer than a test may.
beforeAll(() => {
  emacs = installEmacs();
});

it('the recipe of the documentation gives findings, hovers and fixes in Emacs', () => {
  const machine = machineWith('lisp', 'init.el');
  const driver = resolve('test/other-editors/emacs.el');
  execFileSync(
    emacs,
    ['--batch', '--funcall', 'package-activate-all', '--load', machine.configuration, '--load', driver],
    {
      cwd: machine.work,
      env: machine.environment,
      stdio: 'pipe',
      timeout: 100_000,
    },
  );
  const seen = machine.seen();
  expect(seen.failure).toBeUndefined();
  expect(seen.diagnostics).toContainEqual({ code: 'privileged', severity: 1, line: 8, source: 'Sidecar Guard' });
  expect(seen.hover).toContain('Repository: `library/nginx`');
  expect(seen.text).toBe(POD.replace('{ privileged: true }', '{ privileged: false }'));
});
