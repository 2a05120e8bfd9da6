import { describe, expect, it } from 'vitest';
import { see } from '../../analyse';
import { fixed } from '../../fixing';
import { IMAGE } from '../../manifests';

/** A pod whose only container has these lines; the first one is line 9. */
const pod = (lines: string, spec = 'dnsPolicy: Default'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  ${spec}\n  containers:\n    - name: web\n      image: ${IMAGE}\n${lines.replace(/^(?=.)/gm, '      ')}\n`;
const found = (text: string, kubernetesMinor = 37): string[] =>
  see(text, undefined, { kubernetesMinor })
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, line }) => `${line} ${rule}`);
const resources = (requests: string, limits: string): string =>
  pod(`resources:\n  requests: { ${requests} }\n  limits: { ${limits} }`);

describe('request-above-limit', () => {
  it.each([
    ['cpu: 2', 'cpu: 1'],
    ['cpu: 1001m', 'cpu: 1'],
    ['memory: 1Gi', 'memory: 1G'],
    ['memory: 1Ei', 'memory: 1E'],
    ['cpu: 2, memory: 2Gi', 'cpu: 1, memory: 1Gi'],
    ['nvidia.com/gpu: 1', 'nvidia.com/gpu: 2'],
    ['nvidia.com/gpu: 1', 'cpu: 1'],
    ['cpu: 1, hugepages-2Mi: 2Mi', 'cpu: 1'],
  ])('finds { %s } with { %s }', (requests, limits) => {
    expect(found(resources(requests, limits))).toEqual(['10 request-above-limit']);
  });

  it.each([
    ['cpu: 1000m', 'cpu: 1'],
    ['cpu: 0.5', 'cpu: 500m'],
    ['memory: 1G', 'memory: 1Gi'],
    ['memory: .5Gi', 'memory: 512Mi'],
    ['memory: 9Ei', 'memory: 8Ei'],
    ['cpu: 2', 'memory: 1Gi'],
    ['cpu: 2', 'cpu:'],
    ['nvidia.com/gpu: 1', 'nvidia.com/gpu: 1000m'],
    [`cpu: "\${CPU}"`, 'cpu: 1'],
    ['cpu: "{{ .Values.cpu }}"', 'cpu: 1'],
  ])('accepts { %s } with { %s }', (requests, limits) => {
    expect(found(resources(requests, limits))).toEqual([]);
  });

  it('needs a request of cpu or memory beside huge pages', () => {
    expect(found(pod('resources: { limits: { hugepages-2Mi: 2Mi } }'))).toEqual(['9 request-above-limit']);
    expect(found(resources('cpu: 1', 'hugepages-2Mi: 2Mi'))).toEqual([]);
  });
});

describe('invalid-quantity', () => {
  it.each(['2GB', '1K', '""', '1 Gi', '1e', '0x10', '-1', '1,5'])('finds %s', (quantity) => {
    const written = quantity === '""' ? quantity : `"${quantity}"`;
    expect(found(pod(`resources: { limits: { memory: ${written} } }`))).toEqual(['9 invalid-quantity']);
  });

  it.each(['1', '0.5', '.5', '5.', '1e3', '1E', '1E+3', '1Ki', '1k', '100n', '1e999999999'])(
    'accepts %s',
    (quantity) => {
      expect(found(pod(`resources: { limits: { memory: "${quantity}" } }`))).toEqual([]);
    },
  );

  it('knows what has no parts', () => {
    expect(found(pod('resources: { limits: { nvidia.com/gpu: 500m } }'))).toEqual(['9 invalid-quantity']);
    expect(found(resources('cpu: 1', 'hugepages-2Mi: 3Mi'))).toEqual(['11 invalid-quantity']);
    expect(found(resources('cpu: 1', 'hugepages-2Mi: 4Mi'))).toEqual([]);
  });
});

describe('invalid-resource-name', () => {
  it.each(['gpu', 'CPU', 'storage', 'pods', 'a.com/b/c', 'requests.example.com/gpu', 'Foo.com/bar', 'a.com/'])(
    'finds %s',
    (name) => {
      expect(found(pod(`resources: { limits: { ${name}: 1 } }`))).toEqual(['9 invalid-resource-name']);
    },
  );

  it.each(['ephemeral-storage', 'nvidia.com/gpu', 'foo.com/Bar_1', 'kubernetes.io/batch'])('accepts %s', (name) => {
    expect(found(pod(`resources: { limits: { ${name}: 1 } }`))).toEqual([]);
  });
});

describe('invalid-resize-policy', () => {
  const policies = (list: string, spec?: string): string => pod(`resizePolicy: [${list}]`, spec);
  const CPU = '{ resourceName: cpu, restartPolicy: NotRequired }';
  const RESTART = '{ resourceName: cpu, restartPolicy: RestartContainer }';

  it.each([
    ['a resource twice', policies(`${CPU}, ${CPU}`)],
    ['an unknown resource', policies(CPU.replace('cpu', 'gpu'))],
    ['an unknown policy', policies(CPU.replace('Not', 'not'))],
    ['no policy', policies('{ resourceName: cpu }')],
    ['a restart in a pod that has none', policies(RESTART, 'restartPolicy: Never')],
  ])('finds %s', (_, text) => {
    expect(found(text)).toEqual(['9 invalid-resize-policy']);
    expect(found(text, 32)).toEqual([]);
  });

  it('accepts restarts where containers restart', () => {
    expect(found(policies(RESTART))).toEqual([]);
    expect(found(policies(CPU, 'restartPolicy: Never'))).toEqual([]);
    const init = (policy: string): string =>
      policies(RESTART, `initContainers: [{ name: i, image: "${IMAGE}"${policy}, resizePolicy: [${RESTART}] }]`);
    expect(found(init(''))).toEqual(['5 invalid-resize-policy']);
    expect(found(init(''), 35)).toEqual([]);
    expect(found(init(', restartPolicy: Always'))).toEqual([]);
  });
});

describe('invalid-active-deadline', () => {
  it.each([0, -1, 2_147_483_648])('finds %i', (seconds) => {
    expect(found(pod('', `activeDeadlineSeconds: ${seconds}`))).toEqual(['5 invalid-active-deadline']);
  });

  it('is nothing for workloads whose pods do not end', () => {
    const text = `apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      activeDeadlineSeconds: 5\n      containers: [{ name: a, image: "${IMAGE}" }]\n`;
    expect(found(text)).toEqual(['6 invalid-active-deadline']);
    expect(fixed(text, 'invalid-active-deadline')).not.toContain('activeDeadlineSeconds');
    expect(found(pod('', 'activeDeadlineSeconds: 5'))).toEqual([]);
    expect(found(pod('', 'activeDeadlineSeconds:'))).toEqual([]);
  });
});
