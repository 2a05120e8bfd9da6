import type { Container, Mount } from './container';
import { withoutSlash } from './mount-path';
import type { ShellCommand } from './shell';

/** What a container is known to do with a volume, and the reason in words. */
export interface Access {
  readonly kind: 'reads' | 'writes' | 'unknown';
  readonly reason: string;
}

/** Programs that do not change the files in their arguments. */
const READERS = new Set(
  'awk cat cmp cut diff egrep fgrep file fold grep gzcat head hexdump inotifywait jq less ls md5sum more multitail nl od rev sha1sum sha256sum sort stat strings tac tail test uniq wc yq zcat ['.split(
    ' ',
  ),
);

/** What a container does with a mounted volume, according to its mount, its known image, or its commands. */
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

/** Whether a command reads a path, or a path below it, without changing it. */
export function readsPath(command: ShellCommand, path: string): boolean {
  return touches(command, path) && !redirectsInto(command, path) && onlyReads(command);
}

function onlyReads(command: ShellCommand): boolean {
  // xargs can pass the file names on to a command that changes the files.
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

/** Programs that change the files in their arguments. */
const CHANGERS = new Set(
  'chgrp chmod chown cp dd gzip install ln logrotate mkdir mv rm rmdir rsync tee touch truncate unlink'.split(' '),
);

/** Whether a command changes files at an unknown path: a variable, or a path relative to a `cd`. */
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

/** Whether a word contains the path or a path below it, also as the value of an option (`--file=/var/log/app.log`). */
function mentions(word: string, path: string): boolean {
  const folder = withoutSlash(path);
  const offset = word.indexOf(folder);
  if (folder === '' || offset === -1) return false;
  const before = word[offset - 1];
  const after = word[offset + folder.length];
  return (before === undefined || /[=:,\s"'@]/.test(before)) && (after === undefined || /[/\s"',:;*?]/.test(after));
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
