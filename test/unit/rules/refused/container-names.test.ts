import { describe, expect, it } from 'vitest';
import { see } from '../../analyse';
import { IMAGE, podOf } from '../../manifests';

const duplicates = (text: string): string[] =>
  see(text, 'duplicate-container-name').map(({ line, text: name }) => `${line} ${name}`);
const list = (name: string, ...names: string[]): string =>
  `${name}: [${names.map((one) => `{ name: ${one}, image: ${IMAGE} }`).join(', ')}]`;

describe('duplicate-container-name', () => {
  it.each([
    ['two containers', [list('containers', 'a', 'a')], ['6 a']],
    ['a container and an init container', [list('containers', 'a'), list('initContainers', 'a')], ['7 a']],
    ['an init container that is written first', [list('initContainers', 'a'), list('containers', 'a')], ['6 a']],
    ['two init containers', [list('initContainers', 'b', 'b'), list('containers', 'a')], ['6 b']],
    ['an ephemeral container', [list('ephemeralContainers', 'a'), list('containers', 'a')], ['6 a']],
    ['three containers', [list('containers', 'a', 'a'), list('initContainers', 'a')], ['6 a', '7 a']],
  ])('of %s: the later one, as the API server looks at them', (_, lists, expected) => {
    expect(duplicates(podOf(lists.join('\n')))).toEqual(expected);
  });

  it.each([
    ['names that differ', podOf(list('containers', 'a', 'b'))],
    ['names that another tool fills in', podOf(list('containers', '"${NAME}"', '"${NAME}"', '<name>', '<name>'))],
    ['names that are empty', podOf(list('containers', '""', '""'))],
    ['branches of a template', podOf(`containers:\n{{- if .a }}\n- name: a\n{{- else }}\n- name: a\n{{- end }}`)],
    [
      'a custom kind',
      podOf(`template:\n  spec:\n    ${list('containers', 'a', 'a')}`, 'name: web', 'Rollout').replace(
        'apiVersion: v1',
        'apiVersion: argoproj.io/v1alpha1',
      ),
    ],
  ])('leaves alone %s', (_, text) => {
    expect(duplicates(text)).toEqual([]);
  });
});
