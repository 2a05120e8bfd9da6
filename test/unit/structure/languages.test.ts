import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clientTexts } from './client-texts';

const read = (file: string): Readonly<Record<string, string>> => JSON.parse(readFileSync(file, 'utf8'));
const manifest = readFileSync('package.json', 'utf8');
const [english, german] = [read('package.nls.json'), read('package.nls.de.json')];
const bundle = read('l10n/bundle.l10n.de.json');
const { patterns, untranslated } = clientTexts();

/** What must be the same in each language: places, commands, and what is code. */
const fixedParts = (text: string): string[] => (text.match(/\{\d\}|\(command:[^)]*\)|`[^`]*`/g) ?? []).sort();

describe('package.json', () => {
  it('has each of its words in both languages, and no others', () => {
    const keys = [...new Set([...manifest.matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key))].sort();
    expect(Object.keys(english).sort()).toEqual(keys);
    expect(Object.keys(german).sort()).toEqual(keys);
  });

  it('has no title, description or picture text of its own', () => {
    const own = [
      ...manifest.matchAll(
        /"(?:title|(?:markdownD|d)escription|contents|altText|markdown|name)": "([^"%][^"]* [^"]*)"/g,
      ),
    ];
    expect(own.map(([, text]) => text).filter((text) => text !== 'Sidecar Guard')).toEqual([]);
  });

  it.each(Object.keys(english))('says the same of %s in German', (key) => {
    expect(german[key]).not.toBe('');
    expect(fixedParts(german[key] ?? '')).toEqual(fixedParts(english[key] ?? ''));
  });

  it('has the page of the walkthrough in both languages', () => {
    for (const words of [english, german]) expect(existsSync(words['walkthrough.ci.page'] ?? '')).toBe(true);
  });
});

describe('what the client says', () => {
  it('is in the German bundle, and nothing else', () => {
    expect(patterns.size).toBeGreaterThan(200);
    expect(Object.keys(bundle).sort()).toEqual([...patterns].sort());
  });

  it.each([...patterns])('has the same places in German: %s', (pattern) => {
    expect(fixedParts(bundle[pattern] ?? '')).toEqual(fixedParts(pattern));
  });

  it('does not reach people past the bundle', () => {
    expect(untranslated).toEqual([]);
  });

  it('names commands as the palette does', () => {
    // A message that names a command is of no use if the palette has another name for it.
    const titles = new Set(Object.values(german));
    const named = ['kubectl-Befehl kopieren…', 'Port weiterleiten…', 'Server neu starten'];
    for (const name of named) {
      expect(Object.values(bundle).some((text) => text.includes(`"${name}"`))).toBe(true);
      expect(titles.has(name)).toBe(true);
    }
  });
});
