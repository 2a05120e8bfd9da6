import { execFileSync } from 'node:child_process';

/** The process ids of the language servers that run below this test; those of other tests are none of its business. */
export function ownServers(): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  const processes = lines.map((line) => {
    const [pid = '', parent = '', ...words] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), command: words.join(' ') };
  });
  const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]));
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === process.pid || isBelow(parents.get(pid)));
  return processes
    .filter(({ pid, command }) => command.includes('dist/server.js --node-ipc') && isBelow(pid))
    .map(({ pid }) => pid);
}
