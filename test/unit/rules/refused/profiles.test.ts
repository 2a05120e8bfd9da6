import { describe, expect, it } from 'vitest';
import { see } from '../../analyse';
import { fixed } from '../../fixing';
import { IMAGE, podOf } from '../../manifests';

const pod = (context: string, spec = '', metadata = 'name: web', kind = 'Pod'): string =>
  podOf(`${spec}\ncontainers:\n- name: web\n  image: ${IMAGE}\n  securityContext:\n    ${context}\n`, metadata, kind);
const found = (rule: string, text: string, kubernetesMinor = 37): string[] =>
  see(text, rule, { kubernetesMinor }).map(({ line, text: at }) => `${line} ${at}`);
const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod';
const annotations = (entries: string): string => `name: web\nannotations: { team: shop, ${entries} }`;

describe('incomplete-profile', () => {
  const rule = 'incomplete-profile';
  it.each([
    ['seccompProfile: {}', ['11 seccompProfile']],
    ['seccompProfile: { type: "" }', ['11 ""']],
    ['seccompProfile: { type: Localhost }', ['11 Localhost']],
    ['seccompProfile: { type: Localhost, localhostProfile: "" }', []],
    ['seccompProfile: { type: Localhost, localhostProfile: /a }', ['11 /a']],
    ['seccompProfile: { type: Localhost, localhostProfile: a/../b }', ['11 a/../b']],
    ['seccompProfile: { type: localhost, localhostProfile: a }', ['11 a']],
    ['seccompProfile: { localhostProfile: a }', ['11 seccompProfile', '11 a']],
    ['seccompProfile: { type: RuntimeDefault, localhostProfile: }', []],
    ['appArmorProfile: { type: Localhost, localhostProfile: "" }', ['11 ""']],
    ['appArmorProfile: { type: Localhost, localhostProfile: " a" }', ['11 " a"']],
    ['appArmorProfile: { type: Localhost, localhostProfile: /a/../b }', []],
    ['appArmorProfile: { type: localhost, localhostProfile: a }', []],
    ['appArmorProfile: { type: Unconfined, localhostProfile: a }', ['11 a']],
    ['appArmorProfile: { type: Localhost, localhostProfile: "${PROFILE}" }', []],
    ['appArmorProfile: { type: "{{ .type }}", localhostProfile: a }', []],
    ['seccompProfile: { type: Localhost, localhostProfile: 5 }', []],
    ['seccompProfile:', []],
  ])('%s', (context, expected) => {
    expect(found(rule, pod(context)).sort()).toEqual(expected.sort());
  });

  it('leaves what is missing to the file that a patch changes', () => {
    const patch = (context: string): string => pod(context).replace(/ {4}image.*\n/, '');
    expect(found(rule, patch('seccompProfile: { type: Localhost }'))).toEqual([]);
    expect(found(rule, patch('seccompProfile: { type: RuntimeDefault, localhostProfile: a }'))).toEqual(['10 a']);
  });

  it('knows the type that a file of the node belongs to', () => {
    expect(fixed(pod('seccompProfile: { localhostProfile: a }'), rule)).toBe(
      pod('seccompProfile: { localhostProfile: a, type: Localhost }'),
    );
  });
});

describe('unsupported-security-value', () => {
  const rule = 'unsupported-security-value';
  it('mends case and old notation', () => {
    expect(fixed(pod('seccompProfile: { type: runtime/default }'), rule)).toBe(
      pod('seccompProfile: { type: RuntimeDefault }'),
    );
    expect(fixed(pod('procMount: default'), rule)).toBe(pod('procMount: Default'));
    expect(fixed(pod('procMount: None'), rule)).toBeUndefined();
  });

  it('follows the version', () => {
    const text = pod('appArmorProfile: { type: none }', 'securityContext: { seLinuxChangePolicy: MountOption }');
    expect([29, 30, 33, 36, 37].map((minor) => found(rule, text, minor).length)).toEqual([0, 1, 2, 2, 1]);
  });

  it('leaves names of capabilities and SELinux alone, as the API server does', () => {
    expect(found(rule, pod('{ capabilities: { add: [no_such] }, seLinuxOptions: { level: x } }'))).toEqual([]);
  });
});

describe('profile-annotation-conflict', () => {
  const rule = 'profile-annotation-conflict';
  const both = (value: string, context: string, spec = '', kind = 'Pod'): string =>
    pod(context, spec, annotations(`"${ANNOTATION}/web": ${value}`), kind);

  it.each([
    ['another type', both('unconfined', 'appArmorProfile: { type: RuntimeDefault }'), ['12 RuntimeDefault']],
    ['the same type', both('runtime/default', 'appArmorProfile: { type: RuntimeDefault }'), []],
    ['another file', both('localhost/a', 'appArmorProfile: { type: Localhost, localhostProfile: b }'), ['12 b']],
    ['the same file', both('localhost/a', 'appArmorProfile: { type: Localhost, localhostProfile: a }'), []],
    ['another container', both('unconfined', '{}').replace('/web"', '/other"'), []],
    [
      'the profile of a Pod, which a valid annotation overrides',
      both('unconfined', '{}', 'securityContext: { appArmorProfile: { type: RuntimeDefault } }'),
      [],
    ],
    [
      'the profile of a Pod, and no valid annotation',
      both('""', '{}', 'securityContext: { appArmorProfile: { type: RuntimeDefault } }'),
      ['7 RuntimeDefault'],
    ],
    [
      'seccomp of the pod',
      pod('{}', 'securityContext: { seccompProfile: { type: Unconfined } }', annotations(`${SECCOMP}: docker/default`)),
      ['7 Unconfined'],
    ],
  ])('%s', (_, text, expected) => {
    expect(found(rule, text)).toEqual(expected);
  });

  it('compares a template with the profile of its pod, too', () => {
    const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    metadata: { annotations: { ${ANNOTATION}/web: unconfined } }
    spec:
      securityContext: { appArmorProfile: { type: RuntimeDefault } }
      containers: [{ name: web, image: "${IMAGE}" }]
`;
    expect(see(deployment, rule).map(({ line, container }) => `${line} ${container}`)).toEqual(['8 web']);
  });

  it('removes the annotation', () => {
    const text = both('unconfined', 'appArmorProfile: { type: RuntimeDefault }');
    expect(fixed(text, rule)).toBe(text.replace(/, "container[^}]*unconfined/, ''));
  });
});

describe('invalid-profile-annotation', () => {
  const rule = 'invalid-profile-annotation';
  const annotated = (entry: string): string => pod('{}', '', annotations(entry));

  it.each([
    ['no such container', annotated(`${ANNOTATION}/proxy: unconfined`), ['5 unconfined']],
    ['the container', annotated(`${ANNOTATION}/web: unconfined`), []],
    ['the name of a field', annotated(`${ANNOTATION}/web: RuntimeDefault`), ['5 RuntimeDefault']],
    ['half a value', annotated(`${ANNOTATION}/web: localhost`), ['5 localhost']],
    ['no container for seccomp', annotated(`container.${SECCOMP.replace('pod', 'x')}: unconfined`), []],
    ['a value of Docker for AppArmor', annotated(`${ANNOTATION}/web: docker/default`), ['5 docker/default']],
    ['a value of Docker for seccomp', annotated(`${SECCOMP}: docker/default`), []],
    ['a path with steps back', annotated(`${SECCOMP}: localhost/../a`), ['5 localhost/../a']],
    ['a value of a template', annotated(`${SECCOMP}: "{{ .profile }}"`), []],
    ['a name that is filled in', annotated(`"${ANNOTATION}/\${NAME}": unconfined`), []],
    [
      'a container that is filled in',
      annotated(`${ANNOTATION}/a: unconfined`).replace('- name: web', '- name: ${A}'),
      [],
    ],
    ['no text', annotated(`${SECCOMP}: 5`), []],
  ])('%s', (_, text, expected) => {
    expect(found(rule, text)).toEqual(expected);
  });

  it('does not miss containers in a patch', () => {
    expect(found(rule, annotated(`${ANNOTATION}/proxy: unconfined`).replace(/ {4}image.*\n/, ''))).toEqual([]);
  });

  it('writes the value as annotations have it', () => {
    expect(fixed(annotated(`${ANNOTATION}/web: RuntimeDefault`), rule)).toBe(
      annotated(`${ANNOTATION}/web: runtime/default`),
    );
  });
});
