import { stripVTControlCharacters } from 'node:util';

/** How kubectl's last words begin. What stands before them is from the login program, or from a command in a container. */
const LAST_WORDS =
  /^(?:error: |Error from server|Error in configuration|Error: |Unable to connect to the server|The connection to the server|command terminated with )/;

/** What kubectl wrote, by who said it. */
export interface Said {
  /** kubectl's last words: why it failed. */
  readonly kubectl: string;
  /** What others wrote before, such as the program that logs in. */
  readonly others: string;
}

/** Takes kubectl's error output apart. */
export function toSaid(stderr: string): Said {
  const plain = stripVTControlCharacters(stderr).replace(/\r\n?/g, '\n');
  const lines = withoutLog(plain).split('\n');
  const start = lines.findLastIndex((line) => LAST_WORDS.test(line));
  if (start === -1) return { kubectl: '', others: lines.join('\n').trim() };
  return { kubectl: lines.slice(start).join('\n').trim(), others: lines.slice(0, start).join('\n').trim() };
}

/** Without what kubectl's parts log on the way: it comes once for each try, and at last again (klog's header). */
function withoutLog(stderr: string): string {
  return stderr.replace(/^[IWEF]\d{4} [\d:.]+ +\d+ [^\n]*?\](?:[^\n]*=<\n[\s\S]*?\n >[^\n]*|[^\n]*)(?:\n|$)/gm, '');
}
