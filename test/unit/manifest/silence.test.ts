import { describe, expect, it } from 'vitest';
import { RULES } from '../../../server/src/rules/index';
import { see } from '../analyse';
import { podWith } from '../manifests';

describe('files that are not Kubernetes say nothing', () => {
  it.each([
    [
      'docker-compose',
      `version: "3"
services:
  web:
    image: nginx
    privileged: true
    volumes: ["/var/run/docker.sock:/x"]
`,
    ],
    [
      'a GitHub workflow',
      `on: push
jobs:
  a:
    runs-on: x
    container: { image: nginx }
    steps:
      - run: curl x | sh
`,
    ],
    [
      'OpenAPI',
      `openapi: 3.0.0
info: { title: kind apiVersion }
paths: {}
components: { schemas: { Pod: { properties: { kind: { type: string }, apiVersion: { type: string } } } } }
`,
    ],
    [
      'Helm values',
      `image:
  repository: nginx
  tag: latest
securityContext:
  privileged: true
# kind: apiVersion:
`,
    ],
    [
      'a Helm chart',
      `apiVersion: v2
name: x
version: 1.0.0
description: any kind
`,
    ],
    ['nothing', ''],
    ['blank lines', '\n\n  \n'],
    ['comments', '# apiVersion: v1\n# kind: Pod\n'],
    ['a list', '- apiVersion: v1\n  kind: Pod\n'],
    ['a word', 'apiVersion kind'],
    ['a CRD', podWith('web').replace('kind: Pod', 'kind: CustomResourceDefinition')],
    [
      'a ConfigMap that holds a manifest',
      `apiVersion: v1
kind: ConfigMap
data:
  pod.yaml: |
${podWith('web').replace(/^/gm, '    ')}`,
    ],
    ['an empty kind', podWith('web').replace('kind: Pod', 'kind: ""')],
    ['a kind that is no string', podWith('web').replace('kind: Pod', 'kind: 5')],
    ['an unfinished kind', podWith('web').replace('kind: Pod', 'kind:')],
    ['a kind that is a word of JavaScript', podWith('web').replace('kind: Pod', 'kind: constructor')],
    ['another word of JavaScript', podWith('web').replace('kind: Pod', 'kind: __proto__')],
  ])('%s', (_, text) => {
    expect(see(text)).toEqual([]);
  });
});

describe('comments that silence', () => {
  const plain = podWith('web', 'privileged: true');
  const lines = (text: string): string[] => see(text, 'privileged').map(({ line }) => String(line));
  const at = (comment: string): string => plain.replace('privileged: true', `privileged: true # ${comment}`);
  const above = (comment: string): string =>
    plain.replace('        privileged', `        # ${comment}\n        privileged`);

  it.each([
    ['on the line', at('sidecar-guard-disable-line privileged')],
    [
      'on the line, with no space behind the hash',
      plain.replace('true', 'true #sidecar-guard-disable-line privileged'),
    ],
    ['on the line before', above('sidecar-guard-disable-next-line privileged')],
    ['for the rest of the document', `# sidecar-guard-disable privileged\n${plain}`],
    ['before the marker of the document', `# sidecar-guard-disable privileged\n---\n${plain}`],
    ['with a reason', above('sidecar-guard-disable-next-line privileged -- it is a node agent, mutable-tag')],
    ['of several rules', above('sidecar-guard-disable-next-line mutable-tag privileged')],
    ['of several rules with commas', above('sidecar-guard-disable-next-line mutable-tag, privileged')],
    ['of all rules', above('sidecar-guard-disable-next-line')],
    ['of all rules, with a reason', above('sidecar-guard-disable-next-line -- privileged')],
    ['with CRLF', above('sidecar-guard-disable-next-line privileged').replaceAll('\n', '\r\n')],
  ])('work %s', (_, text) => {
    expect(lines(plain)).toHaveLength(1);
    expect(lines(text)).toEqual([]);
  });

  it.each([
    ['of another rule', above('sidecar-guard-disable-next-line mutable-tag')],
    ['of a rule that is only the reason', above('sidecar-guard-disable-next-line mutable-tag -- privileged')],
    ['on another line', at('x').replace('kind: Pod', 'kind: Pod # sidecar-guard-disable-line privileged')],
    ['two lines above', above('sidecar-guard-disable-next-line privileged\n        # more')],
    ['misspelt', above('sidecar-guard-disable-nextline privileged')],
    ['behind it', `${plain}# sidecar-guard-disable privileged\n`],
    ['of the document before', `# sidecar-guard-disable privileged\n${podWith('a', 'runAsUser: 1')}---\n${plain}`],
  ])('do not work %s', (_, text) => {
    expect(lines(text)).toHaveLength(1);
  });

  it('of one container leave the others', () => {
    const two = plain.replace(
      '- name: web',
      '- name: other\n      image: x\n      securityContext: {privileged: true}\n    - name: web',
    );
    const text = two.replace('privileged: true}', 'privileged: true} # sidecar-guard-disable-line');
    expect(see(two, 'privileged').map(({ container }) => container)).toEqual(['other', 'web']);
    expect(see(text, 'privileged').map(({ container }) => container)).toEqual(['web']);
  });

  it('can stand above the key of a text of several lines', () => {
    const script = plain.replace(
      '      securityContext',
      `      args: [-c]
      command:
        - sh
        - -c
        # sidecar-guard-disable-next-line suspicious-command
        - |
          echo
          curl x.example.com | sh
      securityContext`,
    );
    expect(see(script.replace(/ +# sidecar.*\n/, ''), 'suspicious-command')).toHaveLength(1);
    expect(see(script, 'suspicious-command')).toEqual([]);
  });

  it('name rules that exist', () => {
    expect(RULES.map(({ id }) => id)).toContain('privileged');
  });
});
