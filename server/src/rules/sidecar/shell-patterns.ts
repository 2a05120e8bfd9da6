import { imageBasename } from '../../pod/image-name';
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

/** What attackers do in a shell, and applications don't; the worst first. */
export const SUSPICIOUS: readonly ShellPattern[] = [
  {
    does: 'downloads a script and runs it unseen',
    matches: (command) =>
      (DOWNLOADERS.has(command.program) && command.pipedInto.some(runsItsInput)) ||
      (runsText(command) && /(?:[$<]\(|`)\s*(?:curl|wget)\b/.test(command.text)),
  },
  {
    does: 'decodes hidden text and runs it',
    matches: (command) =>
      (decodes(command) && command.pipedInto.some(runsItsInput)) ||
      (runsText(command) && /(?:[$<]\(|`)[^)`]*\bbase64\s+(?:-[dD]\b|--decode)/.test(command.text)) ||
      (INTERPRETER.test(command.program) &&
        /\b(?:exec|eval)\b[\s\S]*(?:b64decode|base64_decode|atob)\(/.test(inlineCode(command))),
  },
  { does: 'opens a shell to another machine', matches: isReverseShell },
  {
    does: 'mines cryptocurrency',
    matches: (command) => MINER.test(command.program) || command.args.some((word) => POOL.test(word)),
  },
  { does: "sends the service account's token to another machine", matches: sendsToken },
  {
    does: 'makes its way back in (cron or authorized_keys)',
    matches: (command) =>
      writtenPaths(command).some((path) =>
        /^\/(?:\w+\/)*(?:etc\/cron|var\/spool\/cron)|\/authorized_keys2?$/.test(path),
      ),
  },
  {
    does: 'downloads a program and runs it',
    severity: 'warning',
    matches: (command, all) => {
      const file = downloadedFile(command);
      return file !== undefined && all.some((next) => runsFile(next, file));
    },
  },
];

/** Where a download is written to, if it is a program's place rather than data. */
function downloadedFile({ program, args }: ShellCommand): string | undefined {
  if (!DOWNLOADERS.has(program)) return undefined;
  const at = args.findIndex((word) => /^-[a-zA-Z]*[oO]$|^--output(?:-document)?$/.test(word));
  const file = at === -1 ? undefined : args[at + 1];
  return file?.startsWith('/') || file?.startsWith('./') ? file : undefined;
}

function runsFile({ program, args, text }: ShellCommand, file: string): boolean {
  if (isShell(program) || INTERPRETER.test(program)) return args.includes(file);
  return text === file || text.startsWith(`${file} `);
}

/** What pays a miner, in an environment variable. */
export function isMinerSetting(value: string | undefined): boolean {
  return value !== undefined && POOL.test(value);
}

/** Whether an image is that of a known miner. */
export function isMinerImage(image: string | undefined): boolean {
  return image !== undefined && MINER.test(imageBasename(image));
}

/** A shell or interpreter without a program of its own takes what comes in for one. */
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

/** Opening a socket to see whether a port answers is an everyday health check; giving a shell to it is not. */
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

/** The paths that a command writes by redirection, or as a copying program's last word. */
function writtenPaths({ program, args, redirects }: ShellCommand): string[] {
  const redirected = redirects.filter(({ operator }) => operator.includes('>')).map(({ target }) => target);
  if (program === 'tee') return [...redirected, ...args.filter((word) => !word.startsWith('-'))];
  return ['cp', 'mv', 'ln', 'install'].includes(program) ? [...redirected, args.at(-1) ?? ''] : redirected;
}

function inlineCode({ args }: ShellCommand): string {
  return args.join(' ');
}
