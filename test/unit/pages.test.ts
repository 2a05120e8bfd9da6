import { describe, expect, it } from 'vitest';
import { toReportMessage } from '../../client/src/pages/report-message';
import { html, htmlOf } from '../../server/src/text/html';

describe('a page', () => {
  it('has foreign text only as text', () => {
    const name = '<img src=x onerror="alert(1)">&amp;\'`\u202e\n';
    expect(html`<b title="${name}">${name}</b>`.source).not.toMatch(/<img|onerror="|[\n\u202e`]/);
    expect(html`<b>${'a < b'}</b>`.source).toBe('<b>a &#60; b</b>');
  });

  it('has what was made of templates as it is', () => {
    expect(html`<p>${htmlOf([html`<b>${1}</b>`, html`<i>${'&'}</i>`])}</p>`.source).toBe('<p><b>1</b><i>&#38;</i></p>');
  });
});

describe('the page of a report', () => {
  it('can ask for what its buttons do', () => {
    expect(toReportMessage({ action: 'refresh' })).toEqual({ kind: 'refresh' });
    expect(toReportMessage({ export: 'sarif' })).toEqual({ kind: 'export', format: 'sarif' });
    expect(toReportMessage({ rule: 'privileged' })).toEqual({ kind: 'explain', rule: 'privileged' });
    expect(toReportMessage({ uri: 'file:///a.yaml', line: '3', character: '4' })).toEqual({
      kind: 'open',
      place: { uri: 'file:///a.yaml', line: 3, character: 4 },
    });
  });

  it.each([
    undefined,
    'refresh',
    {},
    { action: 'delete' },
    { export: 'constructor' },
    { uri: 'file:///a.yaml', line: '-1', character: '0' },
    { uri: 'file:///a.yaml', line: '1.5', character: '0' },
    { uri: ['file:///a.yaml'], line: '1', character: '0' },
  ])('can ask for nothing else: %j', (message) => {
    expect(toReportMessage(message)).toBeUndefined();
  });
});
