import { Readable, Writable } from 'node:stream';
import { serveAgents } from '../mcp/serve';
import { VERSION } from '../report/version';
import type { Io } from './io';
import { readWords, UsageError } from './usage/words';

/**
 * `mcp`: serves the commands that only read to an agent, on stdin and stdout.
 * @param raw nothing may change what the agent reads
 * @param run runs another command line
 * @returns the exit code, when the agent has ended the connection
 * @throws UsageError
 */
export async function runMcp(
  words: readonly string[],
  raw: Io,
  run: (words: readonly string[], io: Io) => Promise<number>,
): Promise<number> {
  const [first] = readWords('mcp', words).paths;
  if (first !== undefined)
    throw new UsageError('`mcp` takes no path: it looks at the working folder; change there first.');
  await serveAgents({
    cwd: raw.cwd,
    version: VERSION,
    stdin: Readable.from(raw.stdin),
    stdout: new Writable({
      decodeStrings: false,
      write: (chunk: string | Buffer, _, done) => {
        raw.stdout(chunk.toString());
        done();
      },
    }),
    run: async (commandLine) => {
      let [stdout, stderr] = ['', ''];
      const code = await run(commandLine, {
        cwd: raw.cwd,
        stdin: Readable.from([]),
        stdout: (text) => {
          stdout += text;
        },
        stderr: (text) => {
          stderr += text;
        },
        hasColors: false,
      });
      return { code, stdout, stderr };
    },
    onError: (error) => raw.stderr(`sidecar-guard: ${error.message}\n`),
  });
  return 0;
}
