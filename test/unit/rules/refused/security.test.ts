import { describe, expect, it } from 'vitest';
import { see } from '../../analyse';
import { IMAGE, podOf } from '../../manifests';

const pod = (spec: string, context = '{}'): string =>
  podOf(`${spec}\ncontainers:\n- name: web\n  image: ${IMAGE}\n  securityContext: ${context}\n`);
const found = (rule: string, text: string): string[] => see(text, rule).map(({ line, text: at }) => `${line} ${at}`);

describe('invalid-sysctl', () => {
  const sysctls = (names: string, spec = ''): string =>
    pod(`${spec}\nsecurityContext:\n  sysctls: [${names.split(' ').map((name) => `{ name: ${name}, value: "1" }`)}]`);

  it.each([
    ['names of all kinds', sysctls('kernel.shm_rmid_forced net/ipv4/conf/eth0.1/mtu a-b'), []],
    ['no names', sysctls('Kernel.a a..b -a'), ['8 Kernel.a', '8 a..b', '8 -a']],
    ['an empty name', sysctls('""'), ['8 ""']],
    ['the same twice', sysctls('kernel.a kernel.b kernel.a'), ['8 kernel.a']],
    [
      'the network of the node',
      sysctls('net.a net/a network.a kernel.sem', 'hostNetwork: true'),
      ['8 net.a', '8 net/a'],
    ],
    [
      'the memory of the node',
      sysctls('net.a fs.mqueue.a kernel.sem', 'hostIPC: true'),
      ['8 fs.mqueue.a', '8 kernel.sem'],
    ],
    ['the own network', sysctls('net.a', 'hostNetwork: false'), []],
    ['a name that is filled in', sysctls('"${NAME}" "${NAME}"'), []],
  ])('%s', (_, text, expected) => {
    expect(found('invalid-sysctl', text)).toEqual(expected);
  });
});

describe('user-out-of-range', () => {
  it.each([
    ['{ runAsUser: 2147483647, runAsGroup: 0 }', []],
    ['{ runAsUser: 2147483648, runAsGroup: -1 }', ['10 2147483648', '10 -1']],
    ['{ runAsUser: 0x80000000 }', ['10 0x80000000']],
    ['{ runAsUser: 1.5, runAsGroup: 1e30 }', []],
    ['{ runAsUser: "-1" }', []],
    ['{ runAsUser: "{{ .user }}", runAsGroup: -1 }', ['10 -1']],
  ])('%s', (context, expected) => {
    expect(found('user-out-of-range', pod('', context))).toEqual(expected);
  });

  it('looks at every group of the pod', () => {
    const text = pod('securityContext: { fsGroup: -1, supplementalGroups: [5, -2, 2147483648] }');
    expect(found('user-out-of-range', text)).toEqual(['6 -1', '6 -2', '6 2147483648']);
  });
});
