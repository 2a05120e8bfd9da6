import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { isColorSupported } from 'picocolors';
import { main } from './main';

/** How V8 runs the command line. It can be set while it runs, and Node 20 to 24 know each word. */
const FLAGS = [
  // What is judged is garbage soon, and by default the memory grows to several times of what is in use before V8 looks for it.
  '--heap-growing-percent=40',
  // What lives long while facts are read is garbage soon while files are judged. V8 may take both for long-lived, from one place.
  '--no-allocation-site-pretenuring',
  // Many functions run a few thousand times each. To optimise each together with those that it calls takes longer than it saves.
  '--max-inlined-bytecode-size=200',
  '--max-inlined-bytecode-size-cumulative=200',
];
for (const flag of FLAGS) setFlagsFromString(flag);

// A reader such as `| head` closes the pipe early. This is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// Node ends when nothing is left to wait for, with exit code 0. Work that is unfinished then never finishes.
const unfinished = (): void => {
  process.stderr.write(
    'sidecar-guard: an internal error, please report it: the run ended early, so there is no verdict.\n',
  );
  process.exitCode = 2;
};
process.once('beforeExit', unfinished);

main(process.argv.slice(2), {
  cwd: process.cwd(),
  stdin: process.stdin,
  stdout: (text) => void process.stdout.write(text),
  ready: async () => {
    // If the reader is gone, nothing is waited for.
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain').catch(() => {});
  },
  stderr: (text) => void process.stderr.write(text),
  isWatched: process.stderr.isTTY,
  interrupted: () => {
    const stop = new AbortController();
    process.once('SIGINT', () => stop.abort());
    return stop.signal;
  },
  hasColors: isColorSupported && (process.stdout.isTTY || 'FORCE_COLOR' in process.env),
}).then((code) => {
  process.off('beforeExit', unfinished);
  process.exitCode = code;
});
