import { setValue } from '../../fixes/set-value';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { anyOf } from '../in-words';
import { links } from '../links';
import { decodedInteger } from './decoded';
import { PROBES_AND_HOOKS, type ProbeOrHook, probesAndHooksOf } from './handlers';
import { LARGEST_PORT } from './invalid-port';
import { PORT_NAME, portNameFault } from './port-names';
import { literal, type Refusal, refusedRule } from './refused-rule';
import { spellingFix } from './spelling';

const SCHEMES = ['HTTP', 'HTTPS'];
const HEADER_NAME = /^[-A-Za-z0-9]+$/;

export const invalidHandler = refusedRule({
  id: 'invalid-handler',
  title: 'A probe or hook with an invalid port, scheme, header or command',
  why: `The API server refuses a probe or hook whose port is no number from 1 to ${LARGEST_PORT} and no name of a port. A number in quotes is a name, and a name needs a letter. It also refuses \`scheme: http\`, headers with other characters than letters, digits and hyphens, and commands without a word.`,
  fix: 'Write the port as a number without quotes or as the name of a port, and the scheme in capitals. Name the program in `command`.',
  references: [links.probes, links.lifecycleHooks],
  examples: {
    bad: examplePod({ container: 'livenessProbe:\n  httpGet:\n    path: /healthz\n    port: "8080" # error' }),
    good: examplePod({ container: 'livenessProbe:\n  httpGet:\n    path: /healthz\n    port: 8080' }),
  },

  fields: PROBES_AND_HOOKS,
  *find(pod) {
    for (const handler of probesAndHooksOf(pod)) {
      const [action] = handler.actions;
      if (action?.isMap)
        for (const fault of faultsOf(action, handler, pod)) yield { ...fault, container: handler.container };
    }
  },
});

function* faultsOf(action: YamlValue, { subject }: ProbeOrHook, pod: Pod): Generator<Refusal> {
  switch (action.name) {
    case 'exec':
      yield* commandFault(action, subject);
      break;
    case 'httpGet':
      yield* portFault(action, subject, pod);
      yield* schemeFault(action.get('scheme'), subject, pod);
      yield* headerFault(action.get('httpHeaders'), subject);
      break;
    case 'tcpSocket':
    case 'grpc':
      yield* portFault(action, subject, pod);
  }
}

function* commandFault(exec: YamlValue, subject: string): Generator<Refusal> {
  const field = exec.get('command');
  const isMissing = !field.isSet;
  if (!isMissing && !(field.isList && field.items.length === 0)) return;
  yield {
    field,
    ...(isMissing && { at: exec, isAbsence: true }),
    because: `${subject} has no command`,
    toDo: 'Name the program in `command`',
  };
}

function* portFault(action: YamlValue, subject: string, { resource }: Pod): Generator<Refusal> {
  const field = action.get('port');
  if (!field.isSet) {
    yield {
      field,
      at: action,
      isAbsence: true,
      because: `${subject} has no port`,
      toDo: `Set \`port\` to a number from 1 to ${LARGEST_PORT}`,
    };
    return;
  }
  const number = decodedInteger(field);
  if (number !== undefined && (number < 1 || number > LARGEST_PORT))
    yield {
      field,
      because: `${subject} has \`port: ${number}\``,
      toDo: `Use a number from 1 to ${LARGEST_PORT}`,
    };
  // A port of gRPC has no name: a text cannot be decoded.
  const name = action.name === 'grpc' ? undefined : literal(field);
  const fault = name === undefined ? undefined : portNameFault(name);
  if (name === undefined || fault === undefined) return;
  const written = /^[1-9]\d{0,4}$/.test(name) && Number(name) <= LARGEST_PORT ? Number(name) : undefined;
  yield {
    field,
    because:
      written === undefined
        ? `the port name \`${name || '""'}\` of ${subject} ${name === '' ? 'is empty' : fault}`
        : `${subject} has the port ${written} as a text, which is the name of a port`,
    toDo:
      written === undefined ? `Use a number or the name of a port: ${PORT_NAME}` : 'Write the number without quotes',
    fixes:
      written === undefined
        ? []
        : [
            {
              title: `Write the port ${written} as a number`,
              isPreferred: true,
              change: () => setValue(resource.document, field, written),
            },
          ],
  };
}

function* schemeFault(field: YamlValue, subject: string, pod: Pod): Generator<Refusal> {
  const scheme = literal(field);
  if (!scheme || SCHEMES.includes(scheme)) return;
  yield {
    field,
    because: `${subject} has the unknown scheme \`${scheme}\``,
    toDo: `Write ${anyOf(SCHEMES)}`,
    fixes: spellingFix(pod, field, SCHEMES),
  };
}

/** The API server names only the list. */
function* headerFault(field: YamlValue, subject: string): Generator<Refusal> {
  for (const header of field.items) {
    const name = header.get('name');
    const isMissing = !name.isSet;
    const text = isMissing ? '' : literal(name);
    if (text === undefined || HEADER_NAME.test(text)) continue;
    yield {
      field,
      at: name.isSet ? name : header,
      isAbsence: isMissing,
      because:
        text === ''
          ? `${subject} sends a header without a name`
          : `${subject} sends a header with the name \`${text}\``,
      toDo: 'Use letters, digits and hyphens',
    };
    return;
  }
}
