import { stripVTControlCharacters } from 'node:util';

/** How kubectl's own error begins. Lines before it are from the login program, or from a command in a container. */
const LAST_WORDS =
  /^(?:error: |Error from server|Error in configuration|Error: |Unable to connect to the server|The connection to the server|command terminated with )/;

/** What kubectl writes each time that it may not read a log that it waits for; its last words are only that it has waited. */
const REFUSED = /^pods "[^"]{0,300}" is forbidden: User /;
const WAITED = /^error: context deadline exceeded/;

/** The longest text that is kept, in UTF-16 units: far more than a message shows. */
const LONGEST = 16 * 1024;

/** kubectl's error output, split by its source. */
export interface Said {
  /** kubectl's own error. */
  readonly kubectl: string;
  /** What other programs wrote before it, such as the login program. */
  readonly others: string;
}

/** Splits kubectl's error output. */
export function toSaid(stderr: string): Said {
  const plain = stripVTControlCharacters(stderr).replace(/\r\n?/g, '\n');
  const lines = withoutLog(plain.split('\n'));
  const last = lines.findLastIndex((line) => LAST_WORDS.test(line));
  const start = WAITED.test(lines[last] ?? '') && REFUSED.test(lines[last - 1] ?? '') ? last - 1 : last;
  const others = start === -1 ? lines : lines.slice(0, start);
  return {
    kubectl: start === -1 ? '' : lines.slice(start).join('\n').trim().slice(0, LONGEST),
    others: others.join('\n').trim().slice(-LONGEST),
  };
}

/** How a log line of kubectl begins (klog's header). */
const LOGGED = /^[IWEF]\d{4} [\d:.]{1,20} {1,10}\d{1,10} /;

/**
 * Removes log lines: kubectl logs an error once for each try, and then prints it. A log entry with several lines is indented
 * between a line that ends in `=<` and a line that begins with ` >`.
 */
function withoutLog(lines: readonly string[]): string[] {
  const kept: string[] = [];
  const lastEnd = lines.findLastIndex(endsBlock);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (!LOGGED.test(line) || !line.includes(']')) kept.push(line);
    // An entry without an end is one line.
    else if (line.endsWith('=<') && index < lastEnd)
      do index++;
      while (!endsBlock(lines[index] ?? ''));
  }
  return kept;
}

function endsBlock(line: string): boolean {
  return line.startsWith(' >');
}
