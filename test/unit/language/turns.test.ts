import { afterEach, expect, it, vi } from 'vitest';
import { Turns } from '../../../server/src/language/turns';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it.each(['Node', 'a browser'])(
  'work in %s lets in what has arrived, once its turn has been long enough',
  async (where) => {
    const immediately = setImmediate;
    if (where === 'a browser') vi.stubGlobal('setImmediate', undefined);
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const turns = new Turns();
    const heard: string[] = [];
    immediately(() => heard.push('a request'));
    await turns.next();
    expect(heard).toEqual([]);
    now = 20;
    // A message can come in the same round of the event loop as the end of a turn, or in the next one.
    await turns.next();
    now = 40;
    await turns.next();
    expect(heard).toEqual(['a request']);
  },
);
