import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { quotedLine } from '../../../server/src/cluster/quoted';

const WORDS = [
  'plain',
  '--context=a/b:c.d-e',
  '',
  'two words',
  'two\nlines',
  "it's",
  '"quoted"',
  '$(echo run) `echo run` $HOME ${HOME}',
  '; echo run #',
  '| echo run & echo run > run',
  '--help',
  '-n',
  '*',
  '{a,b}',
  '~',
  'back\\slash\\',
  '!!',
  'münchen',
];

describe('a line for a shell', () => {
  it.each(['sh', 'bash'])('gives a program in %s the words again', (shell) => {
    const line = quotedLine(['printf', '%s\\0', ...WORDS], 'linux');
    const heard = execFileSync(shell, ['-c', line], { encoding: 'utf8', env: { HOME: '/home/me' } });
    expect(heard.split('\0').slice(0, -1)).toEqual(WORDS);
  });

  it('can be read where nothing needs quotation marks', () => {
    const words = ['kubectl', '--context=prod', '--namespace=shop', 'exec', '-it', 'pod/web-7f-a', '--', 'sh'];
    expect(quotedLine(words, 'linux')).toBe('kubectl --context=prod --namespace=shop exec -it pod/web-7f-a -- sh');
  });

  // PowerShell does not run here; about_Quoting_Rules has these rules.
  it.each([
    ["it's", "'it''s'"],
    ['x’; run; ‘', "'x’’; run; ‘‘'"],
    ['$(run) `n', "'$(run) `n'"],
    ['a,b', "'a,b'"],
    ['@list', "'@list'"],
  ])('quotes %s for PowerShell', (word, line) => expect(quotedLine([word], 'win32')).toBe(line));
});
