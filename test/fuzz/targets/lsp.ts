import { groupOf } from '../../unit/audit/auditing';
import { SMALL_MANIFESTS } from '../corpus';
import { TOKENS } from '../dictionary';
import { mutate } from '../mutate';
import type { Random } from '../random';
import { type Message, ServerProcess } from '../server-process';
import { holds, type Target } from '../target';

const URIS = [
  'file:///w/a.yaml',
  'file:///w/b.yaml',
  'file:///w/%00.yaml',
  'untitled:x',
  'file:///w/.sidecar-guard.yaml',
  'not a uri',
  'file:///w/unknown.yaml',
];
const OWN = [
  'sidecarGuard/newGate',
  'sidecarGuard/newGateEngines',
  'sidecarGuard/audit',
  'sidecarGuard/workloadAt',
  'sidecarGuard/roles',
  'sidecarGuard/runningDigests',
  'sidecarGuard/writeDigest',
  'sidecarGuard/ruleDocumentation',
  'sidecarGuard/nothing',
];
const OF_PROTOCOL = [
  'textDocument/hover',
  'textDocument/codeAction',
  'textDocument/diagnostic',
  'workspace/executeCommand',
  'textDocument/definition',
];
const WRONG: readonly unknown[] = [
  null,
  7,
  'x',
  [],
  {},
  true,
  [null],
  { uri: 7 },
  { textDocument: null },
  { textDocument: { uri: {} } },
];

const APP = { containers: [{ name: 'web', image: 'nginx', securityContext: { privileged: true } }] };
const RUNNING = {
  context: 'x',
  groups: [
    groupOf({ spec: { ...APP, ephemeralContainers: [{ name: 'debug', image: 'busybox' }] }, template: APP }),
    groupOf({ spec: APP, isOnItsOwn: true }),
  ],
  namespaces: [{ name: 'shop', labels: {}, annotations: {} }],
  limits: [],
};

let server: ServerProcess | undefined;
let served = 0;
/** A server is taken for many cases, and then a new one. */
const MOST_SERVED = 200;

export const lsp: Target = {
  name: 'lsp',
  kind: 'messages to the language server, in any order',
  weight: 1,
  input: (random) => random.several(random.between(3, 20), () => JSON.stringify(message(random))).join('\n'),
  async check(text, steps) {
    const messages = text.split('\n').flatMap((line) => toMessage(line));
    const isOver = messages.some(({ method }) => method === 'shutdown' || method === 'exit');
    if (isOver || served++ > MOST_SERVED) await restart();
    server ??= await ServerProcess.start();
    const own = server;
    try {
      const before = own.milliseconds();
      await own.say(messages);
      steps.took('a message', (own.milliseconds() - before) / Math.max(1, messages.length));
      if (isOver) holds(await own.ends(), 'A server that was told to end goes on.');
      else await own.checkHealth();
      holds(own.complaints.length === 0, () => own.complaints.join('\n').slice(0, 1500));
    } catch (error) {
      await restart();
      throw error;
    }
    if (isOver) await restart();
  },
  stop: restart,
};

async function restart(): Promise<void> {
  served = 0;
  const old = server;
  server = undefined;
  await old?.kill();
}

function toMessage(line: string): Message[] {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null && 'method' in parsed ? [parsed as Message] : [];
  } catch {
    return [];
  }
}

function message(random: Random): Message {
  const uri = random.pick(random.once(6) ? URIS : URIS.slice(0, 2));
  const textDocument = {
    uri,
    version: random.pick([1, 2, 3, 100, -1, 0]),
    languageId: random.pick(['yaml', 'helm', 'x']),
  };
  const odd = random.once(8);
  const params = <T>(right: T): unknown => (odd ? wrong(right, random) : right);
  switch (random.below(12)) {
    case 0:
    case 1:
      return {
        method: 'textDocument/didOpen',
        params: params({
          textDocument: { ...textDocument, text: mutate(random.pick(SMALL_MANIFESTS), random, SMALL_MANIFESTS) },
        }),
        isOdd: odd,
      };
    case 2:
    case 3:
    case 4: {
      const contentChanges = random.several(random.between(1, 3), () => {
        const text = random.pick(TOKENS);
        return random.once(10) ? { text: random.pick(SMALL_MANIFESTS) } : { range: range(random), text };
      });
      return { method: 'textDocument/didChange', params: params({ textDocument, contentChanges }), isOdd: odd };
    }
    case 5:
      return {
        method: random.pick(['textDocument/didClose', 'textDocument/didSave']),
        params: params({ textDocument }),
        isOdd: odd,
      };
    case 6:
      return {
        method: random.pick([
          'workspace/didChangeConfiguration',
          'workspace/didChangeWatchedFiles',
          'workspace/didChangeWorkspaceFolders',
        ]),
        params: params({
          settings: { sidecarGuard: random.pick(WRONG) },
          changes: [{ uri, type: random.between(0, 4) }],
          event: { added: [], removed: [{ uri, name: 'x' }] },
        }),
        isOdd: odd,
      };
    case 7:
      return random.once(8)
        ? { method: random.pick(['shutdown', 'exit']), id: random.once(4) ? undefined : 1 }
        : { method: '$/cancelRequest', params: { id: random.below(40) } };
    case 8:
    case 9: {
      const own = {
        uri,
        position: range(random).start,
        engine: random.pick(['Kyverno', 'x', 'constructor', 'Gatekeeper']),
        beside: uri,
        rule: random.pick(['privileged', '__proto__']),
        pod: random.pick(SMALL_MANIFESTS),
        image: 'nginx:1',
        host: 'x',
        running: random.pick([[], [{ image: 'nginx:1', imageId: 'docker.io/library/nginx@sha256:1' }]]),
        digest: `sha256:${'a'.repeat(64)}`,
      };
      const method = random.pick(OWN);

      return {
        method,
        id: 1,
        params: params(method === 'sidecarGuard/audit' ? { running: RUNNING } : own),
        isOdd: odd,
      };
    }
    default: {
      const method = random.pick(OF_PROTOCOL);
      const context = {
        diagnostics: [],
        ...(random.once(2) && { only: [random.pick(['source.fixAll', 'quickfix', 'x'])] }),
      };
      return {
        method,
        id: 1,
        params: params({
          textDocument,
          position: range(random).start,
          range: range(random),
          context,
          command: 'sidecarGuard.x',
          arguments: [],
        }),
        isOdd: odd,
      };
    }
  }
}

/** Places in the text, in surrogate pairs, beyond the end, and the wrong way around. */
function range(random: Random) {
  const place = () => ({
    line: random.pick([random.below(40), random.below(40), 2 ** 31 - 1]),
    character: random.pick([random.below(30), random.below(30), 2 ** 31 - 1]),
  });
  return { start: place(), end: place() };
}

/** Something of another type at one of the places of what is right, or instead of it. */
function wrong(right: unknown, random: Random): unknown {
  if (random.once(3) || typeof right !== 'object' || right === null) return random.pick(WRONG);
  const keys = Object.keys(right);
  if (keys.length === 0) return random.pick(WRONG);
  const key = random.pick(keys);
  const value = (right as Record<string, unknown>)[key];
  const copy: Record<string, unknown> | unknown[] = Array.isArray(right) ? [...right] : { ...right };
  return Object.assign(copy, { [key]: wrong(value, random) });
}
