import { imageBasename } from '../../image/image-name';
import type { ShellCommand } from '../../pod/shell';
import { isShell } from '../../pod/shell-words';
import type { ShellPattern } from './command-rule';

const DOWNLOADERS = new Set(['curl', 'wget', 'fetch', 'aria2c']);
const INTERPRETER = /^(?:python[\d.]*|perl|ruby|node|php)$/;
const NETCATS = new Set(['nc', 'ncat', 'netcat', 'nc.traditional', 'nc.openbsd']);
const MINER = /^(?:xmrig|xmr-stak|minerd|cpuminer|ethminer|nbminer|lolminer|t-rex|phoenixminer|ccminer|claymore)$/i;
const POOL =
  /stratum\+(?:tcp|ssl|tls):\/\/|--donate-level|\b(?:minexmr\.com|supportxmr\.com|nanopool\.org|moneroocean\.stream|2miners\.com|hashvault\.pro|nicehash\.com|f2pool\.com)\b/i;
export const TOKEN_PATH = /\/(?:var\/)?run\/secrets\/kubernetes\.io\/serviceaccount\/token/;
const API_SERVER = /kubernetes\.default|KUBERNETES_(?:SERVICE_HOST|PORT)|localhost|127\.0\.0\.1/;

/** Commands that attackers run in a shell, and applications normally don't. The worst first. */
export const SUSPICIOUS: readonly ShellPattern[] = [
  {
    risk: 'Downloaded script runs without a check',
    matches: (command) =>
      (DOWNLOADERS.has(command.program) && command.pipedInto.some(runsItsInput)) ||
      (runsText(command) && /(?:[$<]\(|`)\s*(?:curl|wget)\b/.test(command.text)),
  },
  {
    risk: 'Hidden code: decoded text runs as a script',
    matches: (command) =>
      (decodes(command) && command.pipedInto.some(runsItsInput)) ||
      (runsText(command) && decodesWithin(command.text)) ||
      (INTERPRETER.test(command.program) && runsDecoded(inlineCode(command))),
  },
  { risk: 'Reverse shell to another machine', matches: isReverseShell },
  {
    risk: 'Cryptocurrency miner',
    matches: (command) => MINER.test(command.program) || command.args.some((word) => POOL.test(word)),
  },
  { risk: 'Service account token leaves the pod', matches: sendsToken },
  {
    risk: 'Permanent access through cron or authorized_keys',
    matches: (command) =>
      writtenPaths(command).some((path) =>
        /^\/(?:\w+\/)*(?:etc\/cron|var\/spool\/cron)|\/authorized_keys2?$/.test(path),
      ),
  },
  {
    risk: 'Downloaded program runs without a check',
    severity: 'warning',
    matches: (command, all) => {
      const file = downloadedFile(command);
      return file !== undefined && all.some((next) => runsFile(next, file));
    },
  },
];

/** The file that a download is written to, if its path can be run as a program. */
function downloadedFile({ program, args }: ShellCommand): string | undefined {
  if (!DOWNLOADERS.has(program)) return undefined;
  const index = args.findIndex((word) => /^-[a-zA-Z]*[oO]$|^--output(?:-document)?$/.test(word));
  const file = index === -1 ? undefined : args[index + 1];
  return file?.startsWith('/') || file?.startsWith('./') ? file : undefined;
}

function runsFile({ program, args, text }: ShellCommand, file: string): boolean {
  if (isShell(program) || INTERPRETER.test(program)) return args.includes(file);
  return text === file || text.startsWith(`${file} `);
}

/** Whether the value of an environment variable is a setting of a miner, such as the address of its pool. */
export function isMinerSetting(value: string | undefined): boolean {
  return value !== undefined && POOL.test(value);
}

/** Whether an image is that of a known miner. */
export function isMinerImage(image: string | undefined): boolean {
  return image !== undefined && MINER.test(imageBasename(image));
}

/** A shell or interpreter without a script argument runs its standard input. */
function runsItsInput({ program, args }: ShellCommand): boolean {
  if (isShell(program)) return args.every((word) => word.startsWith('-') && word !== '-c') || args[0] === '-s';
  return INTERPRETER.test(program) && args.every((word) => word === '-');
}

function runsText({ program }: ShellCommand): boolean {
  return isShell(program) || program === 'eval' || program === 'source' || program === '.';
}

function decodes({ program, args }: ShellCommand): boolean {
  if (program === 'base64' || program === 'base32')
    return args.some((word) => /^(?:-[a-zA-Z]*[dD]|--decode)$/.test(word));
  return program === 'openssl' && args.includes('-d') && args.some((word) => /base64/.test(word));
}

/** Whether a command inside another one, as `$(…)` or in backticks, decodes text. */
function decodesWithin(text: string): boolean {
  return text.split(')').some((part) => {
    const [outside = '', ...inside] = part.split('`');
    const start = outside.search(/[$<]\(/);
    return [...(start === -1 ? [] : [outside.slice(start + 2)]), ...inside].some((one) =>
      /\bbase64\s+(?:-[dD]\b|--decode)/.test(one),
    );
  });
}

/** Whether code in a scripting language runs text that it has decoded. */
function runsDecoded(code: string): boolean {
  const start = code.search(/\b(?:exec|eval)\b/);
  return start !== -1 && /(?:b64decode|base64_decode|atob)\(/.test(code.slice(start));
}

/** A connection that only tests a port is a common health check; connecting a shell to it is not. */
function isReverseShell(command: ShellCommand): boolean {
  const { program, args, redirects, pipedInto } = command;
  const code = inlineCode(command);
  const toSocket = redirects.filter(({ target }) => /^\/dev\/(?:tcp|udp)\//.test(target));
  if (toSocket.length > 0) {
    if (isShell(program) || redirects.some(({ operator }) => operator === '<>')) return true;
    if (program === 'cat' && args.some((word) => word.startsWith('/') && word !== '/dev/null')) return true;
  }
  if (isShell(program) && pipedInto.some((next) => NETCATS.has(next.program) || next.program === 'openssl'))
    return true;
  if (NETCATS.has(program)) {
    const givesProgram = args.some((word) => /^-[a-zA-Z]*[ec]$|^--(?:sh-)?exec$/.test(word));
    return givesProgram && args.some((word) => isShell(word.slice(word.lastIndexOf('/') + 1)));
  }
  if (program === 'socat') return args.some((word) => /^(?:exec|system):/i.test(word));
  if (/^python/.test(program))
    return /socket/.test(code) && /subprocess|pty\.spawn|os\.dup2|\/bin\/(?:ba)?sh/.test(code);
  if (program === 'perl') return /socket/i.test(code) && /exec|\/bin\/(?:ba)?sh/.test(code);
  if (program === 'php') return /fsockopen|socket_create/.test(code) && /exec|proc_open|\/bin\/(?:ba)?sh/.test(code);
  if (program === 'ruby') return /TCPSocket/.test(code) && /exec|\/bin\/(?:ba)?sh|IO\.popen/.test(code);
  if (program === 'node') return /child_process/.test(code) && /\bnet\b/.test(code);
  return /^[gm]?awk$/.test(program) && args.some((word) => /\/inet\/tcp\//.test(word));
}

function sendsToken(command: ShellCommand): boolean {
  if (!TOKEN_PATH.test(command.text)) return false;
  const senders = [command, ...command.pipedInto].filter(
    ({ program }) => DOWNLOADERS.has(program) || NETCATS.has(program),
  );
  return senders.some((sender) => {
    const target = sender.args.find((word) => /:\/\/|\.\w+/.test(word) && !TOKEN_PATH.test(word));
    return target !== undefined && !API_SERVER.test(target) && !target.startsWith('$');
  });
}

/** The paths that a command writes: its redirections, or the last argument of a program that copies files. */
function writtenPaths({ program, args, redirects }: ShellCommand): string[] {
  const redirected = redirects.filter(({ operator }) => operator.includes('>')).map(({ target }) => target);
  if (program === 'tee') return [...redirected, ...args.filter((word) => !word.startsWith('-'))];
  return ['cp', 'mv', 'ln', 'install'].includes(program) ? [...redirected, args.at(-1) ?? ''] : redirected;
}

function inlineCode({ args }: ShellCommand): string {
  return args.join(' ');
}
