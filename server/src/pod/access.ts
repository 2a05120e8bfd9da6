import type { Container, Mount } from './container';
import type { ShellCommand } from './shell';

/** What a container is known to do with a volume, and how we know. */
export interface Access {
  readonly kind: 'reads' | 'writes' | 'unknown';
  readonly reason: string;
}

/** Programs that leave alone the files that they are given. */
const READERS = new Set(
  'awk cat cmp cut diff egrep fgrep file fold grep gzcat head hexdump inotifywait jq less ls md5sum more multitail nl od rev sha1sum sha256sum sort stat strings tac tail test uniq wc yq zcat ['.split(
    ' ',
  ),
);

/** What a container does in a mounted volume, from its mount, from what it is, or from what its command does there. */
export function accessOf(container: Container, mount: Mount): Access {
  if (mount.isReadOnly) return { kind: 'reads', reason: 'its mount is read-only' };
  const known = container.known?.sidecar;
  if (known?.volumes) return { kind: known.volumes, reason: `${known.name} ${known.volumes} such volumes` };

  const touching = container.commands.filter((command) => touches(command, mount.path));
  const writer = touching.find((command) => redirectsInto(command, mount.path));
  if (writer) return { kind: 'writes', reason: `\`${shorten(writer.text)}\` writes there` };
  const [reader] = touching;
  if (reader && touching.every(onlyReads) && !container.commands.some(changesSomewhere)) {
    return { kind: 'reads', reason: `\`${shorten(reader.text)}\` only reads` };
  }
  return { kind: 'unknown', reason: '' };
}

/** Whether a command reads a path, or something below it, and leaves it as it is. */
export function readsPath(command: ShellCommand, path: string): boolean {
  return touches(command, path) && !redirectsInto(command, path) && onlyReads(command);
}

function onlyReads(command: ShellCommand): boolean {
  // What is piped on as file names can be removed or moved there.
  if (command.pipedInto.some(({ program }) => program === 'xargs')) return false;
  // A loop or group that reads a file (`done < file`).
  if (command.program === '') return command.redirects.every(({ operator }) => operator === '<');
  if (['sed', 'yq'].includes(command.program)) {
    return !command.args.some((word) => /^(?:-[a-zA-Z]*i|--in-?place)/.test(word));
  }
  if (command.program === 'sort') return !command.args.some((word) => /^(?:-o|--output)/.test(word));
  // awk redirects within its own script: `print > "/path"`.
  if (command.program === 'awk') return !command.args.some((word) => word.includes('>'));
  if (command.program === 'find') {
    return !command.args.some((word) => /^-(?:delete|exec|execdir|ok|fprint.*)$/.test(word));
  }
  return READERS.has(command.program);
}

/** Programs that change the files that they are given. */
const CHANGERS = new Set(
  'chgrp chmod chown cp dd gzip install ln logrotate mkdir mv rm rmdir rsync tee touch truncate unlink'.split(' '),
);

/** Whether a command changes files whose place isn't written out: a variable, or a path below a `cd`. */
function changesSomewhere({ program, args, redirects }: ShellCommand): boolean {
  const isOpen = (path: string): boolean => path.includes('$') || !path.startsWith('/');
  if (redirects.some(({ operator, target }) => /^(?:>|>>|>\||&>|&>>)$/.test(operator) && isOpen(target))) return true;
  return CHANGERS.has(program) && args.some((word) => !word.startsWith('-') && isOpen(word));
}

function touches(command: ShellCommand, path: string): boolean {
  return (
    command.args.some((word) => mentions(word, path)) ||
    command.redirects.some((redirect) => mentions(redirect.target, path))
  );
}

function redirectsInto(command: ShellCommand, path: string): boolean {
  return command.redirects.some(({ operator, target }) => operator.includes('>') && mentions(target, path));
}

/** Whether a word names the path or something below it, also as an option's value (`--file=/var/log/app.log`). */
function mentions(word: string, path: string): boolean {
  const folder = path.replace(/\/+$/, '');
  const at = word.indexOf(folder);
  if (folder === '' || at === -1) return false;
  const before = word[at - 1];
  const after = word[at + folder.length];
  return (before === undefined || /[=:,\s"'@]/.test(before)) && (after === undefined || /[/\s"',:;*?]/.test(after));
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
