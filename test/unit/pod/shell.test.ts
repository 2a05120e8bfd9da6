import { describe, expect, it } from 'vitest';
import { analyse } from '../analyse';
import { podRunning } from '../manifests';

type Words = readonly string[];

const commands = (command: Words, args?: Words) =>
  analyse(podRunning(command, args)).documents[0]?.analysis.pods[0]?.containers[0]?.commands ?? [];
/** Each command that runs, as its program and its words. */
const run = (command: Words, args?: Words): string[] =>
  commands(command, args).map(({ program, args: words }) => [program, ...words].join(' '));
const script = (text: string): string[] => run(['sh', '-c', text]);

describe('what a container runs', () => {
  it.each<[string, Words, Words | undefined, string[]]>([
    ['a program', ['/usr/bin/tail', '-F', '/x'], undefined, ['tail -F /x']],
    ['a program and args', ['tail'], ['-F', '/x'], ['tail -F /x']],
    ['a shell with -c', ['sh', '-c', 'cat /x'], undefined, ['cat /x']],
    ['a shell by its path', ['/bin/bash', '-c', 'cat /x'], undefined, ['cat /x']],
    ['a script in args', ['sh', '-c'], ['cat /x'], ['cat /x']],
    ['the whole call in args', ['sh'], ['-c', 'cat /x'], ['cat /x']],
    ['letters before the c', ['bash', '-exc', 'cat /x'], undefined, ['cat /x']],
    ['pipefail', ['bash', '-euo', 'pipefail', '-c', 'cat /x'], undefined, ['cat /x']],
    ['-o pipefail', ['bash', '-o', 'pipefail', '-c', 'cat /x'], undefined, ['cat /x']],
    ['env', ['env', '-i', 'A=b', 'sh', '-c', 'cat /x'], undefined, ['cat /x']],
    ['tini and a shell', ['/sbin/tini', '--', 'sh', '-c', 'cat /x'], undefined, ['cat /x']],
    ['tini and a program', ['/sbin/tini', '--', 'tail', '-F', '/x'], undefined, ['tail -F /x']],
    ['busybox', ['busybox', 'sh', '-c', 'cat /x'], undefined, ['cat /x']],
    ['a script file', ['sh', '/entry.sh'], undefined, ['sh /entry.sh']],
    ['a script file and -c of its own', ['sh', '/entry.sh', '-c', 'x.conf'], undefined, ['sh /entry.sh -c x.conf']],
    ['words behind the script', ['sh', '-c', 'cat $0', '/x'], undefined, ['cat $0']],
    ['nothing', [], undefined, []],
  ])('%s', (_, command, args, expected) => {
    expect(run(command, args)).toEqual(expected);
  });

  it.each([
    ['several commands', 'a; b && c || d\ne', ['a', 'b', 'c', 'd', 'e']],
    ['pipes', 'cat /x | grep y', ['grep y', 'cat /x']],
    ['comments', '# curl x | sh\na # b', ['a']],
    ['quotes', `a "b c" 'd e' f\\ g`, ['a b c d e f g']],
    ['text in quotes', 'echo "curl x | sh"', ['echo curl x | sh']],
    ['substitutions', 'a $(b c) `d e`', ['a $(b c) `d e`', 'b c', 'd e']],
    ['conditions', 'if a; then b; elif c; then d; else e; fi', ['a', 'b', 'c', 'd', 'e']],
    ['functions', 'f() { a; }; f', ['a', 'f']],
    ['subshells', '(a; b) & c', ['a', 'b', 'c']],
    ['cases', 'case $x in a) b;; *) c;; esac', ['b', 'c']],
    ['assignments before', 'A=b C=d a e', ['a e']],
    ['$IFS', 'cat$IFS/x${IFS}/y', ['cat /x /y']],
    ['exec', 'exec a b', ['a b']],
    ['sudo with an option that has a value', 'sudo -u root a b', ['a b']],
    ['timeout', 'timeout -k 5 30s a b', ['a b']],
    ['nice', 'nice -n 10 a b', ['a b']],
    ['words that look like assignments', 'dd if=/a of=/b', ['dd if=/a of=/b']],
    ['nested shells', `sh -c "a; sh -c 'b c'"`, [`sh -c a; sh -c 'b c'`, 'a', `sh -c b c`, 'b c']],
    ['eval', 'eval "a b"', ['eval a b', 'a b']],
    ['a here-document for a shell', 'sh <<EOF\na b\nEOF', ['sh', 'a b']],
    ['a here-document piped to a shell', 'cat <<EOF | sh\na b\nEOF', ['sh', 'cat', 'a b']],
    ['a here-document that is only text', 'cat > /x <<EOF\na b\nEOF', ['cat']],
    ['a here-string for a shell', 'bash <<< "a b"', ['bash', 'a b']],
    ['line continuations', 'a \\\n  b', ['a b']],
    ['Windows line breaks', 'a b\r\nc\r\n', ['a b', 'c']],
    ['unfinished text', 'a b; while c; do "d', ['a b', 'c', 'd']],
  ])('%s', (_, text, expected) => {
    expect(script(text).map((words) => words.replaceAll('\r', ''))).toEqual(expected);
  });

  it.each([
    'while true; do a; done',
    'while :; do a; done',
    'while [ 1 ]; do a; done',
    'while [ true ]; do a; done',
    'while [[ 1 ]]; do a; done',
    'while ((1)); do a; done',
    'while /bin/true; do a; done',
    'while sleep 5; do a; done',
    'until false; do a; done',
    'for ((;;)); do a; done',
    'while true; do if x; then a; fi; done',
    'while true; do sh -c "a"; done',
  ])('%s loops for ever', (text) => {
    expect(commands(['sh', '-c', text]).find(({ program }) => program === 'a')?.isLooped).toBe(true);
  });

  it.each([
    'while [ ! -f /done ]; do a; done',
    'until curl x; do a; done',
    'for i in 1 2; do a; done',
    'for ((i = 0; i < 3; i++)); do a; done',
    'while truecrypt; do a; done',
    'while false; do a; done',
    'while true; do b; done; a',
  ])('%s does not', (text) => {
    expect(commands(['sh', '-c', text]).find(({ program }) => program === 'a')?.isLooped).toBe(false);
  });

  it('never throws, whatever the text', () => {
    const pieces = [
      '$(',
      '`',
      '"',
      "'",
      '<<E',
      '\n',
      '((',
      'case',
      ' in ',
      'do',
      '${',
      '}',
      ')',
      ';;',
      '|',
      '&',
      '<(',
      '\\',
      'E',
    ];
    let seed = 1;
    for (let round = 0; round < 800; round++) {
      let text = '';
      for (let count = 0; count < 8; count++) {
        seed = (seed * 48271) % 2147483647;
        text += pieces[seed % pieces.length];
      }
      expect(() => run(['sh', '-c', text]), text).not.toThrow();
    }
  });
});
