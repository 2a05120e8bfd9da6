import { describe, expect, it } from 'vitest';
import { see } from '../../analyse';
import { IMAGE, podOf } from '../../manifests';

const found = (text: string, rule: string): string[] =>
  see(text, rule).map(({ line, text: marked }) => `${line} ${marked.split('\n')[0]}`);
const workload = (kind: string, spec: string): string =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata: { name: web }\nspec:\n${spec.replace(/^/gm, '  ')}\n`;
const container = (name: string, image = IMAGE): string => `{ name: ${name}, image: ${image} }`;

describe('invalid-container-name', () => {
  const names = (name: string): string[] =>
    found(podOf(`containers:\n- image: ${IMAGE}\n  name: ${name}`), 'invalid-container-name');

  it.each(['App', 'a_b', 'a.b', '"a b"', '-a', 'a-', 'a'.repeat(64), '""', 'null'])('%s', (name) => {
    expect(names(name)).toEqual([`8 ${name}`]);
  });

  it.each(['a', '0', 'a-b', 'a--b', 'a'.repeat(63)])('leaves alone %s, quoted', (name) => {
    expect(names(`"${name}"`)).toEqual([]);
  });

  it.each(['"${NAME}"', '<name>', '5', 'true', '[a]'])(
    'leaves alone %s, which is another fault or is filled in',
    (name) => {
      expect(names(name)).toEqual([]);
    },
  );

  it('finds a container without a name, but not in a part of a pod', () => {
    expect(found(podOf(`containers:\n- image: ${IMAGE}`), 'invalid-container-name')).toEqual([`7 image: ${IMAGE}`]);
    expect(found(podOf('containers:\n- tty: true'), 'invalid-container-name')).toEqual([]);
  });

  it('says what is wrong', () => {
    const [finding] = see(podOf(`containers: [${container('Web')}]`), 'invalid-container-name');
    expect(finding?.message).toContain('the name of container "Web" has upper-case letters');
  });
});

describe('missing-image', () => {
  it.each([
    ['an app without one', `containers:\n- ${container('a')}\n- name: b`, ['8 b']],
    ['an init container without one', `containers: [${container('a')}]\ninitContainers:\n- name: b`, ['8 b']],
    ['an image that is null', `containers:\n- ${container('a')}\n- { name: b, image: null }`, ['8 null']],
    ['an image that is empty', 'containers:\n- name: b\n  image: ""', ['8 ""']],
    ['a container that is null', `containers:\n- ${container('a')}\n- null`, ['8 null']],
  ])('%s', (_, spec, expected) => {
    expect(found(podOf(spec), 'missing-image')).toEqual(expected);
  });

  it.each([
    ['a part of a pod', podOf('containers:\n- name: a\n- name: b')],
    ['a patch', `${podOf(`containers:\n- ${container('a')}\n- name: b`)}$patch: merge\n`],
    ['a template', podOf(`containers:\n- ${container('a')}\n- name: b\n  {{- include "image" . | nindent 2 }}`)],
    [
      'an image that another tool fills in',
      podOf(`containers:\n- ${container('a')}\n- ${container('b', '"${IMAGE}"')}`),
    ],
  ])('leaves alone %s', (_, text) => {
    expect(found(text, 'missing-image')).toEqual([]);
  });
});

describe('missing-containers', () => {
  const init = `initContainers: [${container('a')}]`;

  it.each([
    ['an empty list', podOf('containers: []'), ['6 containers']],
    ['a list that is null', podOf('containers: null'), ['6 null']],
    ['a list without anything', podOf('containers:'), ['6 containers']],
    ['init containers alone', podOf(init), ['5 spec']],
    [
      'a template with a selector',
      workload('Deployment', 'selector: {}\ntemplate:\n  spec:\n    tolerations: []'),
      ['7 spec'],
    ],
    [
      'a template with an empty list',
      workload('DaemonSet', 'template:\n  spec:\n    containers: []'),
      ['7 containers'],
    ],
  ])('%s', (_, text, expected) => {
    expect(found(text, 'missing-containers')).toEqual(expected);
  });

  it.each([
    ['a pod with a container', podOf(`containers: [${container('a')}]`)],
    ['a patch of other fields', workload('Deployment', 'template:\n  spec:\n    tolerations: []')],
    ['a patch of replicas', workload('Deployment', 'replicas: 3')],
    ['a patch of init containers', podOf('initContainers: [{ name: a }]')],
    ['a patch with a directive', `${podOf('containers: []')}$patch: merge\n`],
    ['a map in place of the list, which is another fault', podOf('containers: {}')],
    ['a list that a template fills in', podOf('containers: {{ toYaml .Values.containers }}')],
    ['a template', podOf('containers:\n{{- range .Values.containers }}\n- name: {{ . }}\n{{- end }}')],
    ['a custom kind', podOf('containers: []').replace('v1', 'example.com/v1')],
  ])('leaves alone %s', (_, text) => {
    expect(found(text, 'missing-containers')).toEqual([]);
  });
});
