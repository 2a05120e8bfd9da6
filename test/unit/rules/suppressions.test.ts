import { describe, expect, it } from 'vitest';
import { addToAnnotation, disableForDocument } from '../../../server/src/fixes/disable';
import { applyEdits } from '../../../server/src/fixes/text-edit';
import { IGNORE_ANNOTATION } from '../../../server/src/rules/suppressions';
import { analyse, see } from '../analyse';
import { IMAGE, podOf } from '../manifests';

const CONTAINERS = `containers:
- name: web
  image: ${IMAGE}
  securityContext: { privileged: true }
- name: log-agent
  image: ${IMAGE}
  securityContext: { privileged: true }
`;
const annotated = (ignore: string): string =>
  podOf(CONTAINERS, `name: web\nannotations: { ${IGNORE_ANNOTATION}: "${ignore}" }`);
const privileged = (text: string): string[] => see(text, 'privileged').map(({ container }) => container ?? '-');
const unused = (text: string, options = {}): string[] =>
  see(text, 'unused-suppression', options).map(({ text: words, message }) => `${words} | ${message}`);

describe('an annotation', () => {
  it.each([
    ['a rule', 'privileged', []],
    ['a rule of one container', 'web:privileged', ['log-agent']],
    ['several', 'web:privileged, log-agent:privileged', []],
    ['another rule', 'not-native', ['web', 'log-agent']],
    ['another container', 'other:privileged', ['web', 'log-agent']],
  ])('silences %s', (_, ignore, expected) => {
    expect(privileged(annotated(ignore))).toEqual(expected);
  });

  it('counts by its former name', () => {
    expect(privileged(annotated('privileged').replace(IGNORE_ANNOTATION, 'sidecar-guard.dev/ignore'))).toEqual([]);
  });

  it('can have reasons', () => {
    const text = annotated('web:privileged -- a CNI plugin,log-agent:privileged -- see the wiki');
    expect(privileged(text)).toEqual([]);
    expect(unused(text)).toEqual([]);
  });

  it('counts on a pod template and on its workload', () => {
    const deployment = (own: string, template: string): string =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web${own} }\nspec:\n  template:\n    metadata: { labels: { a: b }${template} }\n    spec:\n${CONTAINERS.replace(/^(?=.)/gm, '      ')}`;
    const ignore = `, annotations: { ${IGNORE_ANNOTATION}: privileged }`;
    expect(privileged(deployment('', ''))).toHaveLength(2);
    expect(privileged(deployment(ignore, ''))).toEqual([]);
    expect(privileged(deployment('', ignore))).toEqual([]);
  });

  it('silences only in its own resource', () => {
    expect(privileged(`${annotated('privileged')}---\n${podOf(CONTAINERS, 'name: other')}`)).toHaveLength(2);
  });
});

describe('a comment', () => {
  it('is none inside a string', () => {
    const text = podOf(
      `containers:\n- name: web\n  image: ${IMAGE}\n  args:\n  - |\n    # sidecar-guard-disable privileged\n  securityContext: { privileged: true }\n`,
    );
    expect(privileged(text)).toEqual(['web']);
    expect(unused(text)).toEqual([]);
  });

  it('counts in every kind of place and line break', () => {
    const text = podOf(CONTAINERS);
    expect(privileged(`# sidecar-guard-disable privileged\n${text}`)).toEqual([]);
    expect(privileged(`# sidecar-guard-disable privileged\n${text}`.replaceAll('\n', '\r\n'))).toEqual([]);
    expect(privileged(`%YAML 1.2\n---\n# sidecar-guard-disable privileged\n${text}`)).toEqual([]);
    expect(privileged(text.replaceAll('true }', 'true } # sidecar-guard-disable-line privileged'))).toEqual([]);
  });
});

describe('a suppression that silences nothing', () => {
  it('is reported, each rule of it', () => {
    const text = podOf(CONTAINERS);
    const comment = '# sidecar-guard-disable privileged, host-path -- because';
    expect(unused(`${comment}\n${text}`)).toEqual([
      `${comment} | Unused suppression: the rule "host-path" finds nothing here. Remove it.`,
    ]);
    expect(unused(`# sidecar-guard-disable\n${text}`)).toEqual([]);
    expect(unused(annotated('web:privileged,web:host-path'))).toEqual([
      '"web:privileged,web:host-path" | Unused suppression: the rule "host-path" finds nothing here. Remove it.',
    ]);
    expect(unused(`# sidecar-guard-disable previleged\n${text}`)).toEqual([
      '# sidecar-guard-disable previleged | Unknown rule "previleged": this suppression has no effect. Did you mean "privileged"?',
    ]);
    expect(unused(`# sidecar-guard-disable something\n${text}`)).toEqual([
      '# sidecar-guard-disable something | Unknown rule "something": this suppression has no effect. Correct the name, or remove it.',
    ]);
  });

  it('is not one where its rule did not run, or the text could not be read', () => {
    const text = `# sidecar-guard-disable host-path\n${podOf(CONTAINERS)}`;
    expect(unused(text)).toHaveLength(1);
    expect(unused(text, { severities: new Map([['host-path', 'off']]) })).toEqual([]);
    expect(unused(text, { only: new Set(['privileged', 'unused-suppression']) })).toEqual([]);
    expect(unused(`${text}  - [\n`)).toEqual([]);
    expect(unused(text.replace('name: web', 'name: "{{ .name }}"'))).toEqual([]);
  });
});

describe('the quick fixes', () => {
  const silenced = (text: string, how: 'document' | string): string => {
    const { findings, file } = analyse(text);
    const [placed] = file.documents;
    const finding = findings.find(({ rule }) => rule.id === 'privileged');
    if (!placed || !finding) throw new Error('There is nothing to silence.');
    const { document } = placed;
    const edits =
      how === 'document'
        ? disableForDocument(document, 'privileged')
        : addToAnnotation(document, finding.resource.value.get('metadata'), IGNORE_ANNOTATION, how);
    return edits ? applyEdits(text, edits) : 'not offered';
  };
  const text = `# ours\n${podOf(CONTAINERS)}`;

  it('put a comment above the whole document', () => {
    const after = silenced(text, 'document');
    expect(after).toBe(text.replace('# ours\n', '# ours\n# sidecar-guard-disable privileged\n'));
    expect(privileged(after)).toEqual([]);
  });

  it('write an annotation, and add to the one that is there', () => {
    const once = silenced(text, 'web:privileged');
    expect(once).toContain('  annotations:\n    sidecar-guard/ignore: web:privileged\n');
    expect(privileged(once)).toEqual(['log-agent']);
    const twice = silenced(once, 'log-agent:privileged');
    expect(twice).toContain('    sidecar-guard/ignore: "web:privileged,log-agent:privileged"\n');
    expect(privileged(twice)).toEqual([]);
    expect(unused(twice)).toEqual([]);
  });
});
