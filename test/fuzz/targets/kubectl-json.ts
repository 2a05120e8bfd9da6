import { podFactsOf } from '../../../server/src/audit/pod-facts';
import { CAUSES } from '../../../server/src/cluster/causes';
import { contextsOf } from '../../../server/src/cluster/contexts';
import { duration } from '../../../server/src/cluster/duration';
import { jsonFields, jsonObjects } from '../../../server/src/cluster/json';
import { Kubectl, KubectlError } from '../../../server/src/cluster/kubectl';
import { pageText } from '../../../server/src/cluster/page-text';
import { toPod } from '../../../server/src/cluster/pod';
import { printedPod } from '../../../server/src/cluster/printed-pod';
import { problemOf } from '../../../server/src/cluster/problem';
import { quotedLine } from '../../../server/src/cluster/quoted';
import { redact } from '../../../server/src/cluster/redact';
import { currency, revisionNumber } from '../../../server/src/cluster/revisions';
import { runningContainers } from '../../../server/src/cluster/running-containers';
import { RunningGroups } from '../../../server/src/cluster/running-groups';
import { made, oddJson } from '../grammar';
import { mutate } from '../mutate';
import { holds, type Target } from '../target';

const KEYS = [
  'metadata',
  'name',
  'namespace',
  'uid',
  'labels',
  'annotations',
  'ownerReferences',
  'controller',
  'kind',
  'apiVersion',
  'spec',
  'status',
  'phase',
  'containers',
  'initContainers',
  'ephemeralContainers',
  'containerStatuses',
  'initContainerStatuses',
  'state',
  'lastState',
  'running',
  'waiting',
  'terminated',
  'reason',
  'exitCode',
  'finishedAt',
  'conditions',
  'type',
  'items',
  'image',
  'imageID',
  'securityContext',
  'contexts',
  'context',
  'cluster',
  'user',
  'users',
  'exec',
  'command',
  'current-context',
  'creationTimestamp',
  'restartPolicy',
  'volumes',
  'volumeMounts',
  'hostPath',
];
const LEAVES = [
  'Running',
  'Always',
  'True',
  'Pod',
  'v1',
  'web',
  '2020-01-01T00:00:00Z',
  'not a time',
  1e15,
  -5,
  'docker.io/library/x@sha256:1',
];
const json = oddJson(KEYS, LEAVES);
const SAID = [
  'error: You must be logged in to the server (Unauthorized)',
  'Error from server (Forbidden): pods is forbidden: User "x" cannot list resource "pods" in API group "" in the namespace "y"',
  'Unable to connect to the server: dial tcp: lookup x on 1.1.1.1:53: no such host',
  'E0101 00:00:00.000000   1 memcache.go:1] "Unhandled Error" err="x"\nerror: getting credentials: exec: executable aws not found',
  'error loading config file "/x": yaml: line 1: mapping values are not allowed\nAuthorization: Bearer abcdef0123456789abcdef\npassword=hunter2 token: "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrIn0.c2ln"',
  'command terminated with exit code 126',
  'error: unable to read client-cert /a for b due to c',
];

/** JSON is an answer; everything else is what kubectl writes about a failure. */
export const kubectlJson: Target = {
  name: 'kubectl-json',
  kind: "kubectl's JSON and error output",
  weight: 16,
  input(random) {
    if (random.once(3)) return mutate(random.pick(SAID), random, SAID);
    const pod = {
      metadata: { name: 'a', namespace: 'b', ...jsonFields(made(json, random)) },
      spec: made(json, random),
      status: made(json, random),
    };
    const text = JSON.stringify(random.once(2) ? pod : made(json, random));
    return random.once(3) ? mutate(text, random, [text]) : text;
  },
  async check(text, steps) {
    const answer = asJson(text);
    if (answer === undefined) {
      for (const { said } of CAUSES) steps.run('causes', () => said.exec(text));
      const error = steps.run('error', () => new KubectlError(['--context=x', 'get', text.slice(0, 100)], text, 1));
      const problem = steps.run('problem', () => problemOf(error, { program: 'aws', command: undefined }));
      holds(
        problem !== undefined && problem.message.length < 3000,
        `The message has ${problem?.message.length} characters.`,
      );
      steps.run('page', () => [pageText(text), redact(text), quotedLine([text], 'linux'), quotedLine([text], 'win32')]);
      return;
    }
    const pod = steps.run('pod', () => toPod(answer));
    if (pod) {
      const printed = steps.run('print', () => printedPod(pod, new Date(1_700_000_000_000), 35));
      holds(
        Object.values(printed).every((cell) => typeof cell === 'string'),
        'A cell is no text.',
      );
      steps.run('containers', () => runningContainers(pod, [{ name: 'web', role: 'app' }], new Set(['web'])));
    }
    const groups = new RunningGroups();
    for (const object of [jsonFields(answer), ...jsonObjects(jsonFields(answer).items)]) {
      steps.run('facts', () => podFactsOf(object));
      steps.run('groups', () => groups.add(object));
      steps.run('revisions', () => [
        revisionNumber(object),
        currency('DaemonSet', object)({ revision: 'x', created: 1 }),
        currency('StatefulSet', object)({ revision: 'x', created: 1 }),
      ]);
    }
    steps.run('duration', () => duration(Number(text.length) * 1e6));
    await steps.run('contexts', () => contextsOf(new Canned(text)));
  },
};

/** A kubectl that always gives one answer. */
class Canned extends Kubectl {
  readonly #answer: string;

  constructor(answer: string) {
    super('kubectl', {});
    this.#answer = answer;
  }

  override async run(): Promise<string> {
    return this.#answer;
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}
