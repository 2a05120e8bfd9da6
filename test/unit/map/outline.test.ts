import { describe, expect, it } from 'vitest';
import { labelOf } from '../../../server/src/map/labels';
import { outlineOf } from '../../../server/src/map/outline';
import { largePod, mapOf } from './maps';

describe('the list beside the drawing', () => {
  const map = mapOf(largePod(12, 20, 3));
  const list = outlineOf(map, ({ document, span }) => ({
    uri: 'file:///manifest.yaml',
    line: document.lines.lineAt(span.start),
    character: 0,
  })).source;

  it('has each part of the drawing once', () => {
    const parts = [...list.matchAll(/data-part="([^"]*)"/g)].map(([, id]) => id);
    expect([...parts].sort()).toEqual(['pod', ...[...map.nodes, ...map.edges].map(({ id }) => id)].sort());
  });

  it('says what the drawing says', () => {
    const text = list
      .replace(/<[^>]*>/g, '')
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
    for (const { title, lines, marks } of map.nodes) {
      expect(text).toContain(`${title}: ${lines.join(', ')}`);
      for (const { severity, message } of marks) expect(text).toContain(`${severity}: ${message}`);
    }
    for (const edge of map.edges) expect(text).toContain(`${labelOf({ ...edge, marks: [] })} `);
  });

  it('leads to the line of each part that is written somewhere', () => {
    const buttons = new Map(
      [...list.matchAll(/data-part="([^"]*)" data-uri="file:\/\/\/manifest.yaml" data-line="(\d+)"/g)].map(
        ([, id = '', line]) => [id, Number(line)],
      ),
    );
    for (const { id, place } of [...map.nodes, ...map.edges])
      expect(buttons.get(id)).toBe(place?.document.lines.lineAt(place.span.start));
  });

  it('has hostile names as text', () => {
    const hostile = mapOf(
      `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: '</b><script>"', image: '<img onerror=x>' }] }\n`,
    );
    const source = outlineOf(hostile, () => ({ uri: 'file:///"><b>.yaml', line: 0, character: 0 })).source;
    expect(source).not.toMatch(/<script|<img|"><b>/);
  });
});
