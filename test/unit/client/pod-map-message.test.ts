import { describe, expect, it } from 'vitest';
import { toPodMapMessage } from '../../../client/src/pages/pod-map-message';

describe('the page of a pod map', () => {
  it('can ask for what its buttons do', () => {
    expect(toPodMapMessage({ action: 'ready' })).toEqual({ kind: 'ready' });
    expect(toPodMapMessage({ action: 'svg' })).toEqual({ kind: 'svg' });
    expect(toPodMapMessage({ png: new Uint8Array([1]) })).toEqual({ kind: 'png', bytes: new Uint8Array([1]) });
    expect(toPodMapMessage({ part: 'volume-0', uri: 'file:///a.yaml', line: '3', character: '4' })).toEqual({
      kind: 'open',
      place: { uri: 'file:///a.yaml', line: 3, character: 4 },
    });
  });

  it.each([
    undefined,
    null,
    'ready',
    {},
    { action: 'delete' },
    { action: ['svg'] },
    { png: 'AAAA' },
    { uri: 'file:///a.yaml', line: '-1', character: '0' },
    { uri: 'file:///a.yaml', line: '1.5', character: '0' },
    { uri: '', line: '1', character: '0' },
  ])('can ask for nothing else: %j', (message) => {
    expect(toPodMapMessage(message)).toBeUndefined();
  });
});
