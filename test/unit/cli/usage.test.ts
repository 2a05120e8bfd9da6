import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { COMMANDS, SHELLS } from '../../../server/src/cli/usage/commands';
import { run } from './run';

const stdoutOf = async (...words: string[]): Promise<string> => (await run(words, '/')).stdout;

describe('help', () => {
  it('names every command and option, and no line is too long', async () => {
    const all = await stdoutOf('--help');
    for (const { name, options } of COMMANDS) {
      expect(all).toContain(`\n  ${name}`);
      const own = await stdoutOf('help', name);
      expect(own).toMatch(new RegExp(`^Usage: sidecar-guard ${name}`));
      for (const option of options) expect(own).toContain(`    --${option.name}`);
    }
    for (const line of all.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
    expect(await stdoutOf('check', '--help')).toBe(await stdoutOf('help', 'check'));
  });

  it('is refused for what is no command', async () => {
    expect((await run(['help', 'chek'], '/')).stderr).toContain('There is no command "chek"');
  });
});

describe('completion', () => {
  it.each(SHELLS)('for %s knows commands, options, values and rules', async (shell) => {
    const script = await stdoutOf('completion', shell);
    for (const word of ['check', 'baseline', 'markdown', 'mutable-tag', 'all-namespaces'])
      expect(script).toContain(word);
  });

  it('for bash completes', async () => {
    const script = await stdoutOf('completion', 'bash');
    const complete = (...words: string[]): string[] =>
      execFileSync(
        'bash',
        [
          '-c',
          `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sidecar_guard; printf '%s\\n' "\${COMPREPLY[@]}"`,
          'bash',
          ...words,
        ],
        {
          encoding: 'utf8',
        },
      )
        .trim()
        .split('\n');
    expect(complete('sidecar-guard', 'ga')).toEqual(['gates']);
    expect(complete('sidecar-guard', 'check', '--no-')).toEqual(['--no-ignore', '--no-inline-ignores']);
    expect(complete('sidecar-guard', 'check', '--fail-on', 'w')).toEqual(['warning']);
    expect(complete('sidecar-guard', 'explain', 'mutable')).toEqual(['mutable-tag']);
  });
});
