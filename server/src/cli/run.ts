import { once } from 'node:events';
import { isColorSupported } from 'picocolors';
import { fitToJudging } from '../v8-flags';
import { main } from './main';

fitToJudging();

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
