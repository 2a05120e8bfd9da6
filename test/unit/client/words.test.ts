import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { say as Say } from '../../../client/src/says/words';

const BUNDLE: Readonly<Record<string, string>> = JSON.parse(readFileSync('l10n/bundle.l10n.de.json', 'utf8'));

describe('in a German editor', () => {
  let say: typeof Say;
  beforeAll(async () => {
    // As VS Code does: a text without a translation stays English, and places without arguments stay.
    vi.doMock('vscode', () => ({
      env: { language: 'de' },
      l10n: { bundle: BUNDLE, t: (text: string) => BUNDLE[text] ?? text },
    }));
    const words = await import('../../../client/src/says/words');
    say = words.say;
    expect(words.languageOfWords()).toBe('de');
  });

  it('a sentence is German, with its foreign text in place', () => {
    expect(say`Open a shell in ${'web'}`).toBe('Eine Shell in web öffnen');
    expect(say`Ask ${'ghcr.io'} for the digest of ${'ghcr.io/a/b:1'}?`).toBe(
      'Den Digest von ghcr.io/a/b:1 bei ghcr.io abfragen?',
    );
  });

  it('foreign text is no pattern, no link and no icon', () => {
    expect(say`Ask ${'{1}'} for the digest of ${'[x](command:y) $(check)'}?`).toBe(
      'Den Digest von [x] (command:y) $ (check) bei {1} abfragen?',
    );
  });

  it('names and numbers alone are not translated', () => {
    expect(say`${8080}:${80}`).toBe('8080:80');
  });
});
