import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Watchdog } from '../../client/src/language-server/watchdog';

/** A server that hangs as soon as it has certain documents, and what stands between it and an editor. */
class Editor {
  readonly leftOut: string[] = [];
  /** Whether each end of the server was to take documents from it. */
  readonly kills: boolean[] = [];
  /** What the server was told to be open. */
  readonly opened: string[] = [];
  /** What the server has, in the order in which it got it. */
  has: string[] = [];
  readonly #watchdog: Watchdog;
  readonly #hangsOn: (has: readonly string[]) => boolean;
  readonly #open = new Set<string>();
  #waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];

  /** @param hangsOn whether a server that has these documents hangs */
  constructor(hangsOn: (has: readonly string[]) => boolean) {
    this.#hangsOn = hangsOn;
    this.#watchdog = new Watchdog({
      isAlive: () => this.#answer(),
      workspaceRead: () => this.#answer(),
      judge: () => this.#answer(),
      readAgain: (uri) => {
        if (this.#watchdog.mayGet(uri)) this.has.push(uri);
        return this.#answer();
      },
      kill: (isForSuspects) => {
        this.kills.push(isForSuspects);
        this.end();
      },
      leaveOut: (uri) => this.leftOut.push(uri),
    });
  }

  /** The user opens a document. */
  open(uri: string): void {
    this.#open.add(uri);
    const handOver = async (): Promise<void> => {
      this.opened.push(uri);
      this.has.push(uri);
    };
    if (this.#watchdog.mayGet(uri, handOver)) void handOver();
  }

  close(uri: string): void {
    this.#open.delete(uri);
    this.has = this.has.filter((candidate) => candidate !== uri);
    this.#watchdog.close(uri);
  }

  /** The server reads files of the workspace. */
  read(...uris: string[]): void {
    for (const uri of uris) if (!this.#open.has(uri) && this.#watchdog.mayGet(uri)) this.has.push(uri);
  }

  /** The editor asks about a document, and the answer never comes although the server goes on. */
  ask(uri: string): void {
    void this.#watchdog.watch(uri, new Promise(() => {}));
  }

  /** The server ends, and another one is started: open documents come first, then files. */
  end(): void {
    this.has = [];
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('The server has ended.'));
  }

  restart(...files: string[]): void {
    for (const uri of this.#open) this.open(uri);
    this.read(...files);
    this.#watchdog.release().catch(() => {});
  }

  /** Lets time pass; the server is started again whenever it was ended. */
  async wait(seconds: number, ...files: string[]): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      const ends = this.kills.length;
      await vi.advanceTimersByTimeAsync(1000);
      if (this.kills.length > ends) this.restart(...files);
      await vi.advanceTimersByTimeAsync(0);
    }
  }

  #answer(): Promise<void> {
    if (!this.#hangsOn(this.has)) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }
}

const hangsOn =
  (...bad: string[]) =>
  (has: readonly string[]): boolean =>
    has.some((uri) => bad.includes(uri));

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a document that the server hangs on', () => {
  it('is left out, when it is the only one', async () => {
    const editor = new Editor(hangsOn('bad'));
    editor.open('good');
    await editor.wait(3);
    editor.open('bad');
    await editor.wait(15);
    expect(editor).toMatchObject({ leftOut: ['bad'], kills: [true], has: ['good'] });
  });

  it.each([
    ['first', ['bad', 'good', 'other']],
    ['last', ['good', 'other', 'bad']],
  ])('is found when it comes %s of several', async (_, uris) => {
    const editor = new Editor(hangsOn('bad'));
    for (const uri of uris) editor.open(uri);
    await editor.wait(40);
    expect(editor.leftOut).toEqual(['bad']);
    expect([...editor.has].sort()).toEqual(['good', 'other']);
  });

  it('is found among files of the workspace, and the others are read', async () => {
    const editor = new Editor(hangsOn('bad'));
    const files = ['a', 'b', 'bad', 'c'];
    editor.open('open');
    editor.read(...files);
    await editor.wait(60, ...files);
    expect(editor.leftOut).toEqual(['bad']);
    expect([...editor.has].sort()).toEqual(['a', 'b', 'c', 'open']);
  });

  it('is one of many, which end the server for good no more than one does', async () => {
    const bad = ['bad-1', 'bad-2', 'bad-3', 'bad-4', 'bad-5', 'bad-6'];
    const editor = new Editor(hangsOn(...bad));
    editor.read(...bad, 'good');
    await editor.wait(200, ...bad, 'good');
    expect([...editor.leftOut].sort()).toEqual(bad);
    expect(editor.has).toEqual(['good']);
    // None of them counts as a crash.
    expect(editor.kills).not.toContain(false);
  });

  it('may hang together with another one only, and is not tried for ever', async () => {
    const editor = new Editor((has) => has.includes('one') && has.includes('other'));
    editor.open('one');
    editor.open('other');
    await editor.wait(120);
    expect(editor.leftOut.length).toBeGreaterThan(0);
    const { length } = editor.kills;
    await editor.wait(120);
    expect(editor.kills).toHaveLength(length);
  });

  it('has another chance when it is opened again, and none by being closed', async () => {
    const editor = new Editor(hangsOn('bad'));
    editor.open('bad');
    await editor.wait(15);
    editor.close('bad');
    editor.read('bad');
    await editor.wait(15);
    expect(editor.kills).toHaveLength(1);
    editor.open('bad');
    await editor.wait(15);
    expect(editor.leftOut).toEqual(['bad', 'bad']);
  });

  it('is not opened once it has been closed while it waited for its turn', async () => {
    const editor = new Editor(hangsOn('bad'));
    editor.open('bad');
    editor.open('good');
    await editor.wait(11);
    editor.end();
    editor.close('good');
    editor.restart();
    await editor.wait(30);
    expect(editor.opened.filter((uri) => uri === 'good')).toHaveLength(1);
  });
});

describe('a server that does not hang', () => {
  it('is left alone when the machine was asleep for an hour', async () => {
    const editor = new Editor(hangsOn());
    editor.open('good');
    await editor.wait(1);
    vi.setSystemTime(Date.now() + 3_600_000);
    await editor.wait(30);
    expect(editor).toMatchObject({ leftOut: [], kills: [] });
  });

  it('is left alone while an answer takes its time', async () => {
    const editor = new Editor(hangsOn());
    editor.ask('slow');
    await editor.wait(60);
    expect(editor).toMatchObject({ leftOut: [], kills: [] });
  });

  it('but crashes while it is asked for a sign of life is no reason to leave a document out', async () => {
    const editor = new Editor(hangsOn('crashes'));
    editor.open('crashes');
    await editor.wait(5);
    editor.end();
    await editor.wait(30);
    expect(editor).toMatchObject({ leftOut: [], kills: [] });
  });
});

it('a server that hangs on nothing that it was given is ended as one that crashes', async () => {
  let hangs = false;
  const editor = new Editor(() => hangs);
  editor.open('good');
  await editor.wait(2);
  editor.ask('good');
  await editor.wait(2);
  hangs = true;
  await editor.wait(13);
  expect(editor.kills).toHaveLength(1);
});
