import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** How long each file is that people write, the longest first; data that is generated is as long as it has to be. */
const LENGTHS = ['server/src', 'client/src']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.generated.ts'))
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  .map((file) => ({ file, lines: readFileSync(file, 'utf8').trimEnd().split('\n').length }))
  .sort((one, other) => other.lines - one.lines);

describe('files', () => {
  it('have 300 lines at most', () => {
    expect(LENGTHS.filter(({ lines }) => lines > 300)).toEqual([]);
  });

  it('have fewer than 150 lines, nine of ten', () => {
    const long = LENGTHS.filter(({ lines }) => lines >= 150);
    expect(long.length / LENGTHS.length, `split one of these: ${named(long)}`).toBeLessThanOrEqual(0.1);
  });

  it('have fewer than 80 lines, half of them', () => {
    expect(LENGTHS.length).toBeGreaterThan(400);
    expect(LENGTHS[Math.floor(LENGTHS.length / 2)]?.lines).toBeLessThan(80);
  });
});

function named(files: typeof LENGTHS): string {
  return files.map(({ file, lines }) => `${file} (${lines})`).join(', ');
}
