import { own } from '../text/own';

/** A program that runs its last words as a command. */
export interface Wrapper {
  /** The words before the command that are no options; none if it is not set. */
  readonly operands?: number;
  /** Words with `=` before the command set variables. */
  readonly assigns?: true;
  /** The options whose value is the next word. */
  readonly valued?: readonly string[];
}

const PLAIN: Wrapper = {};

const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  exec: { valued: ['-a'] },
  command: PLAIN,
  builtin: PLAIN,
  nohup: PLAIN,
  time: { valued: ['-f', '-o', '--format', '--output'] },
  setsid: PLAIN,
  busybox: PLAIN,
  toybox: PLAIN,
  tini: { valued: ['-p', '-e'] },
  'tini-static': { valued: ['-p', '-e'] },
  'docker-init': { valued: ['-p', '-e'] },
  'dumb-init': { valued: ['-r', '--rewrite'] },
  catatonit: PLAIN,
  fakeroot: PLAIN,
  unbuffer: PLAIN,
  stdbuf: { valued: ['-i', '-o', '-e', '--input', '--output', '--error'] },
  env: { assigns: true, valued: ['-u', '--unset', '-C', '--chdir'] },
  sudo: { assigns: true, valued: ['-u', '-g', '-h', '-p', '-C', '-r', '-t', '-T', '-U', '-D', '--user', '--group'] },
  doas: { valued: ['-u', '-C'] },
  runuser: { valued: ['-u', '-g', '-G', '--user', '--group'] },
  setpriv: {
    valued: ['--reuid', '--regid', '--ruid', '--rgid', '--euid', '--egid', '--groups', '--inh-caps', '--bounding-set'],
  },
  unshare: { valued: ['-S', '-G', '-R', '-w', '--setuid', '--setgid', '--root', '--wd'] },
  gosu: { operands: 1 },
  'su-exec': { operands: 1 },
  setuidgid: { operands: 1 },
  's6-setuidgid': { operands: 1 },
  timeout: { operands: 1, valued: ['-k', '-s', '--kill-after', '--signal'] },
  nice: { valued: ['-n', '--adjustment'] },
  ionice: { valued: ['-c', '-n', '--class', '--classdata'] },
  chrt: { operands: 1, valued: ['-T', '-P', '-D'] },
  taskset: { operands: 1 },
  flock: { operands: 1, valued: ['-w', '-E', '--wait', '--timeout', '--conflict-exit-code'] },
  strace: { valued: ['-e', '-o', '-p', '-s', '-u', '-E'] },
};

/** How a program wraps a command; `undefined` if it is none of those that do. */
export function wrapperOf(program: string): Wrapper | undefined {
  return own(WRAPPERS, program);
}

export function isOptionWithValue({ valued }: Wrapper, option: string): boolean {
  return valued?.includes(option) ?? false;
}
