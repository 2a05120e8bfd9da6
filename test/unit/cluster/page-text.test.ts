import { describe, expect, it } from 'vitest';
import { pageText } from '../../../server/src/cluster/page-text';

describe('what kubectl writes, as a document', () => {
  it('has no colours, which would be shown as codes', () => {
    expect(pageText('\u001b[32mINFO\u001b[0m started\n')).toBe('INFO started\n');
  });

  it('says where there is nothing', () => {
    expect(pageText('')).toBe('(nothing)\n');
  });

  it('is cut to its end where it is too long, which is said', () => {
    const line = `${'x'.repeat(1023)}\n`;
    const [first = '', second, ...others] = pageText(`${line.repeat(60 * 1024)}last\n`).split('\n');
    expect(first).toBe(
      '(The beginning is left out: the text is too long for VS Code. Choose a shorter time to see all of it.)',
    );
    // Whole lines only.
    expect(second).toHaveLength(1023);
    expect(others.slice(-2)).toEqual(['last', '']);
    expect(others.length).toBeGreaterThan(11 * 1024);
  });
});
