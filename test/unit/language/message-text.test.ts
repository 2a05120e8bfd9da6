import { describe, expect, it } from 'vitest';
import { DocumentTexts, FAR_LINE } from '../../../server/src/language/wire/document-texts';
import { fileDiagnostics } from '../../../server/src/language/wire/file-diagnostics';
import { toMessageParts, toPlainMessage } from '../../../server/src/language/wire/message-text';

/** A message that looks like the fields whose values move. */
const HOSTILE = 'an image "line":-7 [] 😀 \u2028 \\"line":-1';
const place = (line: number) => ({ start: { line, character: 3 }, end: { line: line + 1, character: 4 } });
const diagnostic = (line: number) => ({ range: place(line), severity: 2 as const, message: HOSTILE });
const diagnostics = fileDiagnostics(
  [5, 40].map((line) => ({
    line,
    texts: new DocumentTexts([0, 8].map((below) => ({ severity: 2, write: () => diagnostic(FAR_LINE + below) }))),
  })),
);
const EXPECTED = [5, 13, 40, 48].map(diagnostic);

describe.each([
  ['a notification', { method: 'publish', params: { uri: 'file:///[].yaml', diagnostics } }, 'params.diagnostics'],
  ['an answer', { id: 1, result: { kind: 'full', resultId: '[]', items: diagnostics } }, 'result.items'],
])('%s with diagnostics', (_, message, path) => {
  it('is JSON with the diagnostics at their lines, whatever their words are', () => {
    const text = Buffer.concat(toMessageParts(message)).toString();
    expect(JSON.parse(text)).toHaveProperty(path, EXPECTED);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(message)));
  });

  it('can be copied, as a worker does', () => {
    expect(structuredClone(toPlainMessage(message))).toHaveProperty(path, EXPECTED);
  });
});

it('a message without diagnostics stays as it is', () => {
  const message = { id: 1, result: { items: [{ a: 1 }] } };
  expect(toPlainMessage(message)).toBe(message);
  expect(JSON.parse(Buffer.concat(toMessageParts(message)).toString())).toEqual(message);
  expect(JSON.parse(Buffer.concat(toMessageParts({ id: 2, result: null })).toString())).toEqual({
    id: 2,
    result: null,
  });
});
