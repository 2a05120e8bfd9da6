import { describe, expect, it } from 'vitest';
import { see } from '../../analyse';
import { fixed } from '../../fixing';
import { IMAGE } from '../../manifests';

/** A pod with a container for each list of ports, each port on a line of its own: the first one is on line 10. */
function pod(lists: readonly (readonly string[])[], spec = 'dnsPolicy: Default'): string {
  const containers = lists.map(
    (ports, index) =>
      `    - name: c${index}\n      image: ${IMAGE}\n      ports:\n${ports.map((port) => `        - { ${port} }\n`).join('')}`,
  );
  return `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  ${spec}\n  containers:\n${containers.join('')}`;
}

/** A Deployment of the pod, in which lines are two further down. */
function deployment(text: string): string {
  const [head = '', spec = ''] = text.replace('v1\nkind: Pod', 'apps/v1\nkind: Deployment').split('spec:\n');
  return `${head}spec:\n  template:\n    spec:\n${spec.replace(/^(?=.)/gm, '    ')}`;
}

const found = (text: string, kubernetesMinor = 37): string[] =>
  see(text, undefined, { kubernetesMinor })
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, line }) => `${line} ${rule}`);

describe('names of ports', () => {
  it.each(['abcdefghijklmnop', 'HTTP', 'a_b', 'a.b', 'a--b', '-a', 'a-', '"8080"', '8-0'])('%s is none', (name) => {
    expect(found(pod([[`name: ${name}, containerPort: 80`]]))).toEqual(['10 invalid-port-name']);
  });

  it.each(['abcdefghijklmno', '8a', 'a-b', '', '""', '8080', `"\${NAME}"`, '"{{ .Values.name }}"'])(
    '%s is fine',
    (name) => {
      expect(found(pod([[`name: ${name}, containerPort: 80`]]))).toEqual([]);
    },
  );

  it('are written in lower case by a fix, unless another port has the name', () => {
    const upper = 'name: HTTP, containerPort: 80';
    expect(fixed(pod([[upper]]), 'invalid-port-name')).toContain('name: http,');
    expect(fixed(pod([[upper, 'name: http, containerPort: 81']]), 'invalid-port-name')).toBeUndefined();
    expect(fixed(pod([['name: "8080", containerPort: 80']]), 'invalid-port-name')).toBeUndefined();
  });

  it('are not used twice in a container', () => {
    const [one, two] = ['name: a, containerPort: 80', 'name: a, containerPort: 81'];
    expect(found(pod([[one, two, two]]))).toEqual(['11 duplicate-port-name', '12 duplicate-port-name']);
    expect(found(pod([[one], [two]]))).toEqual([]);
    expect(found(pod([[one.replace('a', '""'), two.replace('a', '""')]]))).toEqual([]);
    expect(found(pod([[one, `${two}, $patch: delete`]]))).toEqual([]);
    expect(found(pod([[one, two.replace('81', '{{ .Values.port }}')]]))).toEqual([]);
  });
});

describe('numbers and protocols of ports', () => {
  it.each([
    'containerPort: 0',
    'containerPort: 65536',
    'containerPort: -1',
    'name: a',
    'containerPort: ',
    'containerPort: 80, hostPort: 65536',
    'containerPort: 80, hostPort: -1',
    'containerPort: 80, protocol: tcp',
    'containerPort: 80, protocol: HTTP',
  ])('%s is refused', (port) => {
    expect(found(pod([[port]]))).toEqual(['10 invalid-port']);
  });

  it.each([
    'containerPort: 65535',
    'containerPort: 80.0',
    'containerPort: 80, hostPort: 0',
    'containerPort: 80, hostPort: ',
    'containerPort: 80, protocol: SCTP',
    'containerPort: 80, protocol: ""',
    'containerPort: 80, hostIP: localhost',
    // What cannot be decoded is another fault.
    'containerPort: "80"',
    'containerPort: 80.5',
    'containerPort: 99999999999',
    // What is filled in later is unknown.
    `containerPort: "\${PORT}", protocol: "\${PROTOCOL}"`,
  ])('%s is not', (port) => {
    expect(found(pod([[port]]))).toEqual([]);
  });

  it('says nothing of a port without a number in a template', () => {
    expect(found(pod([['{{ .Values.port }}: 80', 'name: "{{ .Values.name }}"']]))).toEqual([]);
  });

  it('writes a protocol in capitals', () => {
    expect(fixed(pod([['containerPort: 53, protocol: udp']]), 'invalid-port')).toContain('protocol: UDP');
  });
});

describe('host ports', () => {
  const [one, two] = ['containerPort: 80, hostPort: 8080', 'containerPort: 81, hostPort: 8080'];
  const TWICE = 'duplicate-host-port';

  it('are not used twice in a container, or in two', () => {
    expect(found(pod([[one, two, two]]))).toEqual([`11 ${TWICE}`, `12 ${TWICE}`]);
    expect(found(pod([[one], [two]]))).toEqual([`13 ${TWICE}`].map((words) => words.replace('13', '14')));
    expect(found(deployment(pod([[one, two]])))).toEqual([`13 ${TWICE}`]);
  });

  it.each(['protocol: UDP', 'hostIP: 10.0.0.1', 'hostIP: 0.0.0.0', `hostIP: "\${IP}"`])('differ by %s', (more) => {
    expect(found(pod([[one, `${two}, ${more}`]]))).toEqual([]);
  });

  it('of init containers are each for themselves, and those of native sidecars are in use at the same time', () => {
    const text = (policy: string): string =>
      pod([[one]]).replace(
        '  containers:',
        `  initContainers:\n    - { name: i, image: "${IMAGE}", restartPolicy: ${policy}, ports: [{ ${two} }] }\n  containers:`,
      );
    expect(found(text('Never'))).toEqual([]);
    expect(found(text('Always'))).toEqual(['12 port-conflict']);
  });

  it('are all ports of a Pod with hostNetwork, and once of its templates', () => {
    const text = pod([['containerPort: 80'], ['containerPort: 80']], 'hostNetwork: true');
    expect(found(text)).toEqual([`14 ${TWICE}`]);
    expect(found(deployment(text))).toEqual(['16 port-conflict']);
    expect(found(deployment(text), 27)).toEqual([`16 ${TWICE}`]);
  });

  it('are a conflict, and no refusal, in a custom kind', () => {
    const text = deployment(pod([[one], [two]])).replace(
      'apps/v1\nkind: Deployment',
      'argoproj.io/v1alpha1\nkind: Rollout',
    );
    expect(found(text)).toEqual(['16 port-conflict']);
  });

  it('are the container ports with hostNetwork', () => {
    const on = (port: string): string => pod([[port]], 'hostNetwork: true');
    expect(found(on(one))).toEqual(['10 host-network-port']);
    expect(fixed(on(one), 'host-network-port')).toContain('hostPort: 80 ');
    for (const port of ['containerPort: 80, hostPort: 80', 'containerPort: 80, hostPort: 0', 'containerPort: 80'])
      expect(found(on(port))).toEqual([]);
    expect(found(on(one).replace('  hostNetwork: true', '  hostNetwork: {{ .Values.host }}'))).toEqual([]);
    expect(found(on(one).replace('name: c0', 'name: "{{ .Values.name }}"'))).toEqual([]);
  });
});
