import { describe, expect, it } from 'vitest';
import { exactEdits } from '../../../server/src/fixes/change';
import { analyse, see } from '../analyse';
import { IMAGE, podOf, podWith } from '../manifests';

describe('a file with template expressions', () => {
  it('keeps findings about values that are written', () => {
    const text = podWith('web').replace('name: web\nspec', 'name: {{ .Release.Name | quote }}\nspec');
    expect(see(text, 'privileged').map(({ text: words }) => words)).toEqual(['true']);
  });

  it('is not judged by values that the template makes', () => {
    const text = podOf(`containers:
- name: web
  image: "{{ .Values.image }}"
  command: [sh, -c, "{{ .Values.script }}"]
  securityContext:
    privileged: "{{ .Values.privileged }}"
`);
    expect(see(text)).toEqual([]);
  });

  it('lacks nothing: what is missing may come from the template', () => {
    const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n';
    expect(see(namespace, 'namespace-without-pod-security')).toHaveLength(1);
    expect(see(`${namespace}  annotations: { by: "{{ .x }}" }\n`)).toEqual([]);
    // An expression anywhere in the file is enough.
    expect(see(`${namespace}---\na: "{{ .x }}"\n`)).toEqual([]);
  });

  it('is offered no fix', () => {
    const { findings } = analyse(podWith('web').replace('name: web\nspec', 'name: {{ .Release.Name | quote }}\nspec'));
    const fixes = findings.flatMap((finding) => finding.fixes ?? []);
    expect(fixes.length).toBeGreaterThan(0);
    const edits = fixes.map((fix) => {
      const change = fix.change();
      return change && exactEdits(change);
    });
    expect(edits.every((edit) => edit === undefined)).toBe(true);
  });

  it.each([
    ['a block', `{{- if .Values.enabled }}\n${podWith('web')}{{- end }}\n`],
    [
      'an include',
      podWith('web').replace('      securityContext', '      {{- include "x" . | nindent 6 }}\n      securityContext'),
    ],
    ['a key', podWith('web').replace('  name: web\nspec', '  {{ .key }}: x: y\nspec')],
  ])('that is not YAML because of %s says nothing', (_, text) => {
    expect(see(text)).toEqual([]);
  });

  it('is not made of shell or CEL that only looks alike', () => {
    const text = podOf(`containers:
- name: web
  image: ${IMAGE}
  command: [sh, -c, "echo \${X} } {"]
  securityContext: { privileged: true }
`);
    expect(see(text, 'privileged')).toHaveLength(1);
  });
});
