import { imageBasename } from '../../image/image-name';
import type { ShellCommand } from '../../pod/shell';
import { isShell, readsInput } from '../../pod/shell-words';
import type { ShellPattern } from './command-rule';
import { isReverseShell, NETCATS } from './reverse-shell';

const DOWNLOADERS = new Set(['curl', 'wget', 'fetch', 'aria2c']);
const INTERPRETER = /^(?:python[\d.]*|perl|ruby|node|php)$/;
const POWERSHELL = /(?:^|[\\/])(?:powershell|pwsh)(?:\.exe)?$/i;
/** How PowerShell downloads text. */
const FETCHES = /downloadstring|\b(?:iwr|irm|invoke-webrequest|invoke-restmethod)\b/i;
/** `-EncodedCommand` and its beginnings, as PowerShell accepts them. */
const ENCODED = /^[-/](?:ec|en?|enco?|encod[a-z]*)$/i;
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
      (runsText(command) && /(?:[$<]\(|`)\s*(?:curl|wget)\b/.test(command.text)) ||
      (INTERPRETER.test(command.program) && runsFetched(command.args.join(' '))) ||
      (POWERSHELL.test(command.program) &&
        /\biex\b|invoke-expression/i.test(command.text) &&
        FETCHES.test(command.text)),
  },
  {
    risk: 'Hidden code: decoded text runs as a script',
    matches: (command) =>
      (decodes(command) && command.pipedInto.some(runsItsInput)) ||
      (runsText(command) && decodesWithin(command.text)) ||
      (INTERPRETER.test(command.program) && runsDecoded(command.args.join(' '))) ||
      (POWERSHELL.test(command.program) && command.args.some((word) => ENCODED.test(word))),
  },
  { risk: 'Reverse shell to another machine', matches: isReverseShell },
  {
    risk: 'Cryptocurrency miner',
    matches: (command) => MINER.test(command.program) || command.args.some((word) => POOL.test(word)),
  },
  { risk: 'Service account token leaves the pod', matches: sendsToken },
  { risk: 'Credentials leave the pod', matches: sendsCredentials },
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

/** The file that a download is written to. */
function downloadedFile({ program, args, redirects }: ShellCommand): string | undefined {
  if (!DOWNLOADERS.has(program)) return undefined;
  const redirected = redirects.find(({ operator }) => operator.startsWith('>'))?.target;
  if (redirected !== undefined) return redirected === '/dev/null' ? undefined : redirected;
  // For curl, `-O` and `--remote-name` have no value: the file has the name in the URL, as it has without any option for wget.
  const option = program === 'curl' ? /^-[a-zA-Z]*o$|^--output$/ : /^-[a-zA-Z]*[oO]$|^--output(?:-document)?$/;
  const index = args.findIndex((word) => option.test(word));
  if (index !== -1) return args[index + 1];
  if (program === 'curl' && !args.some((word) => /^-[a-zA-Z]*O$|^--remote-name$/.test(word))) return undefined;
  const url = args.find((word) => word.includes('://'));
  return (
    url
      ?.replace(/[?#].*$/s, '')
      .split('/')
      .at(-1) || undefined
  );
}

function runsFile({ program, args, text }: ShellCommand, file: string): boolean {
  const names = file.includes('/') ? [file] : [file, `./${file}`];
  if (isShell(program) || INTERPRETER.test(program) || program === '.' || program === 'source')
    return args.some((word) => names.includes(word));
  // It can stand behind words that run it: `nohup ./x &`.
  const isRun = names.some((name) => name.includes('/') && name.split('/').at(-1) === program);
  return isRun && text.split(/\s+/).some((word) => word.includes('/') && names.includes(word));
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
  if (isShell(program)) return readsInput(args);
  return INTERPRETER.test(program) && args.every((word) => word === '-');
}

function runsText({ program }: ShellCommand): boolean {
  return isShell(program) || program === 'eval' || program === 'source' || program === '.';
}

function decodes({ program, args }: ShellCommand): boolean {
  if (program === 'base64' || program === 'base32' || program === 'basenc')
    return args.some((word) => /^(?:-[a-zA-Z]*[dD]|--decode)$/.test(word));
  if (program === 'xxd') return args.some((word) => word.startsWith('-') && word.includes('r'));
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

/** Whether code in a scripting language runs text that it has downloaded. */
function runsFetched(code: string): boolean {
  const start = code.search(/\b(?:exec|eval)\s*\(/);
  return start !== -1 && FETCHERS.test(code.slice(start));
}

const FETCHERS = /urlopen|requests\.get|URI\.open|Net::HTTP|file_get_contents\(\s*["']https?:/;

function sendsToken(command: ShellCommand): boolean {
  if (!TOKEN_PATH.test(command.text)) return false;
  const senders = [command, ...command.pipedInto].filter(
    ({ program }) => DOWNLOADERS.has(program) || NETCATS.has(program),
  );
  return senders.some(isSentAway);
}

/** Whether a command gives all variables of the pod, or the keys of the node's cloud account, to one that sends them away. */
function sendsCredentials(command: ShellCommand): boolean {
  const { program, args, text } = command;
  // Without a command to run, `env` writes the variables.
  const isEnvironment = /^(?:env|printenv)(?: +(?:-0|-v|--null))*(?: *\|.*)?$/s.test(text.trim());
  const isOfProcess = program === 'cat' && args.some((word) => /^\/proc\/[^/]+\/environ$/.test(word));
  if (!isEnvironment && !isOfProcess && !asksForCloudKeys(text)) return false;
  return command.pipedInto.some(
    (next) => (DOWNLOADERS.has(next.program) || NETCATS.has(next.program)) && isSentAway(next),
  );
}

/** Whether a text has the address at which a node of a cloud gets the keys of its account. */
function asksForCloudKeys(text: string): boolean {
  return text.split(/\s+/).some((word) => {
    const start = word.indexOf('169.254.169.254/');
    return start !== -1 && /security-credentials|\/token|identity\/oauth2/.test(word.slice(start));
  });
}

/** Whether a program that sends its input has another machine as its target. */
function isSentAway({ args }: ShellCommand): boolean {
  const target = args.find((word) => /:\/\/|\.\w+/.test(word) && !TOKEN_PATH.test(word));
  return target !== undefined && !API_SERVER.test(target) && !target.startsWith('$');
}

/** The paths that a command writes: its redirections, or the last argument of a program that copies files. */
function writtenPaths({ program, args, redirects }: ShellCommand): string[] {
  const redirected = redirects.filter(({ operator }) => operator.includes('>')).map(({ target }) => target);
  if (program === 'tee') return [...redirected, ...args.filter((word) => !word.startsWith('-'))];
  return ['cp', 'mv', 'ln', 'install'].includes(program) ? [...redirected, args.at(-1) ?? ''] : redirected;
}
