import { isColorSupported } from 'picocolors';
import { main } from './cli/main';

// A reader that has seen enough (`| head`) closes the pipe; that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// Node ends once nothing is left to wait for, and calls that a success. What has not finished by then never will.
const unfinished = (): void => {
  process.stderr.write(
    'sidecar-guard: an internal error, please report it: it ended before it had finished, so there is no verdict.\n',
  );
  process.exitCode = 2;
};
process.once('beforeExit', unfinished);

main(process.argv.slice(2), {
  cwd: process.cwd(),
  stdin: process.stdin,
  stdout: (text) => void process.stdout.write(text),
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
