import { readFileSync } from 'node:fs';

/** Linux counts the time of processes in hundredths of a second, on all machines that Node runs on. */
const TICKS_PER_SECOND = 100;

/** The time on processors of all children that have ended, in seconds. */
export function childrenSeconds(): number {
  const [userTicks, systemTicks] = statOf('self').slice(13, 15);
  return (Number(userTicks) + Number(systemTicks)) / TICKS_PER_SECOND;
}

/** The time on processors of a process that runs, in seconds. */
export function processSeconds(pid: number): number {
  const [userTicks, systemTicks] = statOf(pid).slice(11, 13);
  return (Number(userTicks) + Number(systemTicks)) / TICKS_PER_SECOND;
}

/** The most memory that a process has had, in MB; `undefined` if it has ended. */
export function peakMegabytes(pid: number): number | undefined {
  return megabytes(pid, 'VmHWM');
}

function megabytes(pid: number, field: string): number | undefined {
  try {
    const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : (Number(kilobytes) * 1024) / 1e6;
  } catch {
    return undefined;
  }
}

/** The fields after the name of the program, which may have spaces: the first one is the state. */
function statOf(pid: number | 'self'): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}
