import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Border } from '../../programs/border';
import { programOnPath } from '../../programs/find-program';
import { neutralFolder } from '../../programs/neutral-folder';
import { UsageError } from '../usage/words';

/** What git printed and how it ended. */
interface GitAnswer {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Settings of a repository can make git run other programs. Reading objects needs none of them, and fetches nothing: what a partial
 * clone lacks stays missing.
 */
const OPTIONS = [
  '--no-optional-locks',
  '--no-replace-objects',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'protocol.allow=never',
];
/** Hooks set these, and then git looks in another repository than the one of the call. */
const OF_HOOKS = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_COMMON_DIR', 'GIT_PREFIX'];

/** The git program, for reading the objects of one repository. */
export class Git {
  readonly #program: string;
  readonly #top: string;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(program: string, top: string, environment: NodeJS.ProcessEnv) {
    this.#program = program;
    this.#top = top;
    this.#environment = environment;
  }

  /**
   * @param top the top folder of the repository; a git inside of it is not run
   * @throws UsageError if there is no git
   */
  static async in(top: string): Promise<Git> {
    const border = await Border.around([top]);
    const found = await programOnPath('git', process.env.PATH, border);
    if (!('program' in found)) throw new UsageError('`--diff` needs git, which is not on the PATH; install git.');
    const all = Object.entries(await border.environment(process.env, top));
    const environment = Object.fromEntries(all.filter(([name]) => !OF_HOOKS.includes(name)));
    return new Git(found.program, top, {
      ...environment,
      GIT_NO_LAZY_FETCH: '1',
      GIT_TERMINAL_PROMPT: '0',
      LC_ALL: 'C',
    });
  }

  /** Runs git with all that it prints in memory. */
  async run(words: readonly string[]): Promise<GitAnswer> {
    const chunks: Buffer[] = [];
    let stderr = '';
    const child = this.#start(words);
    child.stdin.end();
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdout.on('data', (chunk: Buffer) => void chunks.push(chunk));
    const [code] = await once(child, 'close');
    return { code, stdout: Buffer.concat(chunks), stderr };
  }

  /**
   * The contents of blobs, in the order of their hashes.
   * @throws UsageError if one can't be read
   */
  async *blobs(hashes: readonly string[]): AsyncGenerator<Buffer> {
    const child = this.#start(['cat-file', '--batch']);
    child.stderr.resume();
    // git ends early if it fails; what is missing then is told below.
    child.stdin.on('error', () => undefined);
    child.stdin.end(hashes.map((hash) => `${hash}\n`).join(''));
    let chunks: Buffer[] = [];
    let [length, needed] = [0, 1];
    let left = hashes.length;
    for await (const chunk of child.stdout) {
      chunks.push(chunk);
      length += chunk.length;
      // A large blob comes in hundreds of pieces, which are joined once.
      if (length < needed) continue;
      let rest: Buffer = chunks.length === 1 ? chunk : Buffer.concat(chunks);
      let next = cutBlob(rest);
      for (; typeof next !== 'number'; next = cutBlob(rest)) {
        rest = next.rest;
        left--;
        yield next.blob;
      }
      [chunks, length, needed] = [[rest], rest.length, next];
    }
    if (left > 0)
      throw new UsageError('`--diff`: git could not read all files of the commit; fetch the whole history.');
  }

  #start(words: readonly string[]) {
    return spawn(this.#program, [...OPTIONS, '-C', this.#top, ...words], {
      cwd: neutralFolder(),
      env: this.#environment,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
  }
}

/**
 * Takes the first blob off the output of `git cat-file --batch` (git-cat-file(1), "Batch output"): `<hash> blob <size>`, a line break,
 * the content, and a line break.
 * @returns if it is not there as a whole, the least number of bytes that is needed
 */
function cutBlob(output: Buffer): { readonly blob: Buffer; readonly rest: Buffer } | number {
  const end = output.indexOf('\n');
  if (end === -1) return output.length + 1;
  const size = /^\w+ blob (\d+)$/.exec(output.toString('latin1', 0, end))?.[1];
  if (size === undefined) return Number.POSITIVE_INFINITY;
  const [from, to] = [end + 1, end + 1 + Number(size)];
  return output.length > to ? { blob: output.subarray(from, to), rest: output.subarray(to + 1) } : to + 1;
}
