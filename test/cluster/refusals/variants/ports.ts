import type { Variant } from '../variant.ts';

function ports(rule: string, name: string, ...list: readonly unknown[]): Variant {
  return { rule, name, set: { 'container.ports': list } };
}

/** Ports of both containers, or of a container and an init container. */
function portsOfTwo(rule: string, name: string, app: unknown, other: unknown, isInit = false): Variant {
  const path = isInit ? 'spec.initContainers.1.ports' : 'spec.containers.1.ports';
  return { rule, name, set: { 'spec.containers.0.ports': [app], [path]: [other] } };
}

function onNode({ set, ...variant }: Variant): Variant {
  return { ...variant, name: `${variant.name}, with hostNetwork`, set: { ...set, 'spec.hostNetwork': true } };
}

const named = (name: unknown): Variant =>
  ports('invalid-port-name', `named ${JSON.stringify(name)}`, { name, containerPort: 80 });
const numbered = (containerPort: unknown): Variant =>
  ports('invalid-port', `container port ${containerPort}`, { containerPort });
const hosted = (hostPort: unknown): Variant =>
  ports('invalid-port', `host port ${hostPort}`, { containerPort: 80, hostPort });
const spoken = (protocol: unknown): Variant =>
  ports('invalid-port', `protocol ${JSON.stringify(protocol)}`, { containerPort: 80, protocol });

const HOST = { containerPort: 80, hostPort: 8080 };
const OTHER = { containerPort: 81, hostPort: 8080 };
const [TWICE, DIFFERS] = ['duplicate-host-port', 'host-network-port'];

export const portVariants: readonly Variant[] = [
  ...['http', 'abcdefghijklmno', '8a', 'a-b', '', null].map(named),
  ...['abcdefghijklmnop', 'HTTP', 'a_b', 'a.b', 'a b', 'a--b', '-a', 'a-', '8080', '8-0', 'é'].map(named),

  ports('duplicate-port-name', 'in one container', { name: 'a', containerPort: 80 }, { name: 'a', containerPort: 81 }),
  ports(
    'duplicate-port-name',
    'three times',
    ...[80, 81, 82].map((containerPort) => ({ name: 'a', containerPort, protocol: 'UDP' })),
  ),
  ports('duplicate-port-name', 'empty', { name: '', containerPort: 80 }, { name: '', containerPort: 81 }),
  ports('invalid-port-name', 'twice', { name: 'A', containerPort: 80 }, { name: 'A', containerPort: 81 }),
  portsOfTwo(
    'duplicate-port-name',
    'in two containers',
    { name: 'a', containerPort: 80 },
    { name: 'a', containerPort: 81 },
  ),
  ports('duplicate-port-name', 'beside another', { name: 'a', containerPort: 80 }, { name: 'a1', containerPort: 81 }),

  ...[0, -1, 1, 65_535, 65_536, null].map(numbered),
  ...[0, -1, 1, 65_535, 65_536, null].map(hosted),
  ...['TCP', 'UDP', 'SCTP', '', null, 'tcp', 'Udp', 'HTTP'].map(spoken),
  ports('invalid-port', 'without a number', { name: 'a' }),
  ports('invalid-port', 'nothing', {}),
  ports('invalid-port', 'null', null),
  ports('invalid-port', 'no ports'),
  ports('invalid-port', 'the same number twice', { containerPort: 80 }, { containerPort: 80 }),
  ports('invalid-port', 'an address that is none', { ...HOST, hostIP: 'localhost' }),

  ports(TWICE, 'in one container', HOST, OTHER),
  ports(TWICE, 'three times', HOST, OTHER, { containerPort: 82, hostPort: 8080 }),
  ports(TWICE, 'with the default protocol written once', HOST, { ...OTHER, protocol: 'TCP' }),
  ports(TWICE, 'with an empty protocol', HOST, { ...OTHER, protocol: '' }),
  ports(TWICE, 'with another protocol', HOST, { ...OTHER, protocol: 'UDP' }),
  ports(TWICE, 'with another address', HOST, { ...OTHER, hostIP: '10.0.0.1' }),
  ports(TWICE, 'with all addresses written once', HOST, { ...OTHER, hostIP: '0.0.0.0' }),
  ports(TWICE, 'with the same address', { ...HOST, hostIP: '10.0.0.1' }, { ...OTHER, hostIP: '10.0.0.1' }),
  ports(TWICE, 'with host port 0', { containerPort: 80, hostPort: 0 }, { containerPort: 81, hostPort: 0 }),
  portsOfTwo(TWICE, 'in two containers', HOST, OTHER),
  portsOfTwo(TWICE, 'in a container and a native sidecar', HOST, OTHER, true),
  portsOfTwo(TWICE, 'with another number', HOST, { containerPort: 81, hostPort: 8081 }),

  onNode(ports(TWICE, 'the same container port', { containerPort: 80 }, { containerPort: 80 })),
  onNode(ports(TWICE, 'host port 0', { containerPort: 80, hostPort: 0 }, { containerPort: 80, hostPort: 0 })),
  onNode(ports(TWICE, 'the same container port of UDP', { containerPort: 80 }, { containerPort: 80, protocol: 'UDP' })),
  onNode(portsOfTwo(TWICE, 'the same container port of two containers', { containerPort: 80 }, { containerPort: 80 })),
  onNode(portsOfTwo(TWICE, 'the same port written once', { containerPort: 80 }, { containerPort: 80, hostPort: 80 })),
  onNode(portsOfTwo(TWICE, 'the same port of a native sidecar', { containerPort: 80 }, { containerPort: 80 }, true)),

  onNode(ports(DIFFERS, 'another', HOST)),
  onNode(ports(DIFFERS, 'the same', { containerPort: 80, hostPort: 80 })),
  onNode(ports(DIFFERS, 'none', { containerPort: 80 })),
  onNode(ports(DIFFERS, '0', { containerPort: 80, hostPort: 0 })),
  onNode(ports(DIFFERS, 'null', { containerPort: 80, hostPort: null })),
  onNode(ports(DIFFERS, 'another of UDP', { ...HOST, protocol: 'UDP' })),
  onNode(ports('invalid-port', 'a host port without a container port', { hostPort: 80 })),
  ports(DIFFERS, 'another, without hostNetwork', HOST),
  {
    rule: DIFFERS,
    name: 'another, with hostNetwork: false',
    set: { 'container.ports': [HOST], 'spec.hostNetwork': false },
  },
];
