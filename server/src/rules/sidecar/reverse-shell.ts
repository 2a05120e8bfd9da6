import type { ShellCommand } from '../../pod/shell';
import { basename, isShell, readsInput } from '../../pod/shell-words';

export const NETCATS: ReadonlySet<string> = new Set(['nc', 'ncat', 'netcat', 'nc.traditional', 'nc.openbsd']);

/** What code of a language has if it connects a shell to a socket; both must be there. */
const IN_CODE: readonly { readonly program: RegExp; readonly connects: RegExp; readonly runs: RegExp }[] = [
  {
    program: /^(?:python|pypy)[\d.]*$/,
    connects: /socket/,
    runs: /subprocess|pty\.spawn|os\.dup2|os\.system|os\.popen|\/bin\/(?:ba)?sh/,
  },
  { program: /^perl[\d.]*$/, connects: /socket/i, runs: /exec|system|\/bin\/(?:ba)?sh/ },
  {
    program: /^php[\d.]*$/,
    connects: /fsockopen|socket_create|stream_socket_client/,
    runs: /exec|proc_open|popen|passthru|system|`|\/bin\/(?:ba)?sh/,
  },
  { program: /^ruby[\d.]*$/, connects: /TCPSocket/, runs: /exec|spawn|system|popen|`|\/bin\/(?:ba)?sh/ },
  { program: /^(?:node|nodejs|bun|deno)$/, connects: /\bnet\b/, runs: /child_process/ },
  { program: /^lua(?:jit|[\d.]*)$/, connects: /socket/, runs: /os\.execute|io\.popen/ },
  { program: /^(?:tclsh|expect|wish)[\d.]*$/, connects: /\bsocket\b/, runs: /\bexec\b/ },
  {
    program: /^(?:pwsh|powershell)(?:\.exe)?$/i,
    connects: /TCPClient|Net\.Sockets/i,
    runs: /iex|Invoke-Expression|GetStream/i,
  },
  {
    program: /^(?:python|pypy|perl|ruby|node|nodejs|php|lua(?:jit)?)[\d.]*$/,
    connects: /\/dev\/(?:tcp|udp)\//,
    runs: /\b(?:ba|z|k|da)?sh\b/,
  },
  { program: /^(?:groovy|jshell|java)$/, connects: /Socket\(/, runs: /ProcessBuilder|Runtime/ },
];
/** A program in Go, written to a file and run. */
const IN_GO = { connects: /\bnet\.Dial/, runs: /\bexec\.Command/ };

/** A connection that only tests a port is a common health check; connecting a shell to it is not. */
export function isReverseShell(command: ShellCommand): boolean {
  return toSocketFile(command) || throughPipe(command) || byOption(command) || inCode(command);
}

/** `/dev/tcp/HOST/PORT` is a connection to bash and zsh. */
function toSocketFile({ program, args, redirects }: ShellCommand): boolean {
  if (program === 'ztcp') return true;
  if (!redirects.some(({ target }) => /^\/dev\/(?:tcp|udp)\//.test(target))) return false;
  if (isShell(program) || redirects.some(({ operator }) => operator === '<>')) return true;
  return program === 'cat' && args.some((word) => word.startsWith('/') && word !== '/dev/null');
}

/** A shell whose output goes to a connection, or that runs what comes from one. */
function throughPipe(command: ShellCommand): boolean {
  const { program, pipedInto } = command;
  if (isShell(program) && pipedInto.some(connects)) return true;
  return connects(command) && pipedInto.some((next) => isShell(next.program) && readsInput(next.args));
}

function connects({ program, args }: ShellCommand): boolean {
  if (NETCATS.has(program) || program === 'telnet' || program === 'rcat') return true;
  if (program === 'openssl') return args.includes('s_client');
  return program === 'curl' && args.some((word) => word.startsWith('telnet://'));
}

/** Programs that connect a shell themselves. */
function byOption({ program, args }: ShellCommand): boolean {
  if (NETCATS.has(program)) {
    const givesProgram = args.some((word) => /^-[a-zA-Z]*[ec]$|^--(?:sh-)?exec$/.test(word));
    return givesProgram && args.some((word) => isShell(basename(word)));
  }
  if (program === 'rcat') return args.some((word) => isShell(basename(word)));
  if (program === 'socat') return args.some((word) => /^(?:exec|system):/i.test(word));
  if (program === 'xterm') {
    const display = args[args.indexOf('-display') + 1] ?? '';
    return args.includes('-display') && /^(?!localhost:|127\.|:).+:\d+/.test(display);
  }
  return /^[gmn]?awk$/.test(program) && args.some((word) => /\/inet\/(?:tcp|udp)\//.test(word));
}

/** Code in the words of an interpreter, or in those of a program whose output it runs. */
function inCode({ program, args, pipedInto }: ShellCommand): boolean {
  const code = args.join(' ');
  if (IN_GO.connects.test(code) && IN_GO.runs.test(code)) return true;
  const runners = [program, ...pipedInto.map((next) => next.program)];
  return IN_CODE.some(
    (language) =>
      language.connects.test(code) && language.runs.test(code) && runners.some((one) => language.program.test(one)),
  );
}
