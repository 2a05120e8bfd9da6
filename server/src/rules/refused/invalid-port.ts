import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { anyOf } from '../in-words';
import { links } from '../links';
import { containerSubject } from '../subject';
import { decodedInteger, decodedItems } from './decoded';
import { literal, type Refusal, refusedRule } from './refused-rule';
import { spellingFix } from './spelling';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

export const LARGEST_PORT = 65535;

export const invalidPort = refusedRule({
  id: 'invalid-port',
  title: 'A port with a wrong number or protocol',
  why: `The API server refuses a port without a \`containerPort\`, a number that is not from 1 to ${LARGEST_PORT}, and a protocol that is not written exactly as \`TCP\`, \`UDP\` or \`SCTP\`.`,
  fix: `Use a number from 1 to ${LARGEST_PORT}, and write the protocol in capitals.`,
  references: [links.containerPort],
  examples: {
    bad: examplePod({ container: 'ports:\n  - containerPort: 53\n    protocol: udp # error' }),
    good: examplePod({ container: 'ports:\n  - containerPort: 53\n    protocol: UDP' }),
  },

  fields: ['ports'],
  *find(pod) {
    for (const container of pod.containers)
      for (const port of decodedItems(container.value.get('ports'))) yield* faultsOf(port, container, pod);
  },
});

function* faultsOf(port: YamlValue, container: Container, pod: Pod): Generator<Refusal> {
  const subject = containerSubject(container);
  const field = port.get('containerPort');
  if (!field.isSet)
    yield {
      field,
      at: port,
      container,
      isAbsence: true,
      because: `a port of ${subject} has no \`containerPort\``,
      toDo: `Set \`containerPort\` to a number from 1 to ${LARGEST_PORT}`,
    };
  yield* numberFault(field, container, 1);
  yield* numberFault(port.get('hostPort'), container, 0);
  const protocol = literal(port.get('protocol'));
  if (protocol && !PROTOCOLS.includes(protocol))
    yield {
      field: port.get('protocol'),
      container,
      because: `a port of ${subject} has the unknown protocol \`${protocol}\``,
      toDo: `Write ${anyOf(PROTOCOLS)}`,
      fixes: spellingFix(pod, port.get('protocol'), PROTOCOLS),
    };
}

function* numberFault(field: YamlValue, container: Container, smallest: number): Generator<Refusal> {
  const number = decodedInteger(field);
  if (number === undefined || (number >= smallest && number <= LARGEST_PORT)) return;
  yield {
    field,
    container,
    because: `${containerSubject(container)} has \`${field.name}: ${number}\``,
    toDo: `Use a number from 1 to ${LARGEST_PORT}`,
  };
}
