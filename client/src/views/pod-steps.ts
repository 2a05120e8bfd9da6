import { ThemeIcon } from 'vscode';
import type { JsonFields } from '../../../server/src/cluster/json';
import { toPod } from '../../../server/src/cluster/pod';
import { printedPod } from '../../../server/src/cluster/printed-pod';
import { type ListedContainer, runningContainers } from '../../../server/src/cluster/running-containers';
import { readRunningPod } from '../../../server/src/cluster/running-pod';
import { serverMinorOf } from '../../../server/src/cluster/server-version';
import { podsOfWorkload, tellsPods } from '../../../server/src/cluster/workload-pods';
import type { WorkloadAt } from '../../../server/src/protocol';
import { own } from '../../../server/src/text/own';
import { type Saying, say, saying } from '../../../server/src/text/saying';
import { terminalTitle } from '../containers/terminal/kubectl-terminal';
import { clusterOf, type Known, namespaceStep, type StepSurroundings, withValue } from './cluster-steps';
import type { Choice, PickerQuestion, Step } from './picker';

/** The names of roles in lists. */
const ROLE_NAMES: Readonly<Record<string, string>> = {
  app: 'app container',
  sidecar: 'sidecar',
  'native-sidecar': 'native sidecar',
  init: 'init container',
  ephemeral: 'ephemeral container',
};
/** For these roles, "ready" means something else: an init container is ready when it has succeeded. */
const UNPROBED: readonly (string | undefined)[] = ['init', 'ephemeral'];

/** A pod, or where to look for one. */
type PodAnswer = { readonly pod: string } | { readonly look: 'everywhere' | 'elsewhere' };

export function podStep(around: StepSurroundings): Step<Known> {
  return async (picker, start, canGoBack) => {
    let known = start;
    let owner = around.workload && tellsPods(around.workload) ? around.workload : undefined;
    for (;;) {
      const answer = await picker.ask<PodAnswer>(podQuestion(around, known, owner), canGoBack);
      if (!('value' in answer)) return answer;
      if ('pod' in answer.value) return { kind: answer.kind, value: { ...known, pod: answer.value.pod } };
      owner = undefined;
      if (answer.value.look === 'everywhere') continue;
      const namespace = await namespaceStep({ ...around, workload: undefined })(picker, known, true);
      if ('value' in namespace) known = namespace.value;
      else if (namespace.kind === 'cancelled') return namespace;
    }
  };
}

function podQuestion(
  { kubectl, title, last }: StepSurroundings,
  { context, namespace }: Known,
  owner: WorkloadAt | undefined,
): PickerQuestion<PodAnswer> {
  const whose = owner ? `${owner.kind} ${namespace}/${owner.name}` : `namespace ${namespace}`;
  const again = last.podOf(context, namespace);
  return {
    title: say`${title}: pod of ${whose} in ${clusterOf(context)}`,
    placeholder: say`Choose a pod`,
    takesOnlyChoice: true,
    choices: async function* (signal) {
      const found: Choice<PodAnswer>[] = [];
      const now = new Date();
      const version = serverMinorOf(kubectl, context, { signal });
      for await (const objects of podsOfWorkload(kubectl, { context, namespace }, owner, { signal })) {
        const server = await version;
        for (const object of objects) {
          const choice = podChoice(object, now, server, again);
          // The pod of the last time comes first.
          if (choice?.isStart) found.unshift(choice);
          else if (choice) found.push(choice);
        }
        yield found;
      }
      if (found.length === 0)
        yield waysOn(say`There are no pods of ${whose} in ${clusterOf(context)}`, namespace, owner);
    },
  };
}

/** What to do where there are no pods. The first line can't be chosen, so that nothing is taken without asking. */
function waysOn(none: Saying, namespace: string, owner: WorkloadAt | undefined): Choice<PodAnswer>[] {
  const everywhere: Choice<PodAnswer> = {
    label: say`All pods of the namespace ${namespace}`,
    iconPath: new ThemeIcon('list-flat'),
    alwaysShow: true,
    value: { look: 'everywhere' },
  };
  const elsewhere: Choice<PodAnswer> = {
    label: say`Another namespace…`,
    iconPath: new ThemeIcon('search'),
    alwaysShow: true,
    value: { look: 'elsewhere' },
  };
  return [{ label: none, alwaysShow: true }, ...(owner ? [everywhere] : []), elsewhere];
}

/** @param which the containers that can be chosen: a stopped one can have logs, but nothing can run in it */
export function containerStep(
  { kubectl, title, workload, rolesOf }: StepSurroundings,
  which: 'running' | 'all',
): Step<Known> {
  return async (picker, known, canGoBack) => {
    const answer = await picker.ask<Known>(
      {
        title: say`${title}: container of ${terminalTitle(known)}`,
        placeholder: say`Choose a container`,
        takesOnlyChoice: true,
        choices: async function* (signal) {
          const { pod, json, template } = await readRunningPod(kubectl, known, { signal });
          const containers = runningContainers(pod, await rolesOf(json), template);
          const start =
            containers.find(({ name }) => name === workload?.container) ??
            containers.find(({ isDefault }) => isDefault);
          yield containers.map((container) => {
            const chosen: Known = { ...known, running: pod, container };
            return {
              ...containerLine(container, which),
              isStart: container === start,
              ...((which === 'all' || container.isRunning) && { value: chosen }),
            };
          });
        },
      },
      canGoBack,
    );
    return withValue(answer, (chosen) => chosen);
  };
}

function podChoice(
  object: JsonFields,
  now: Date,
  server: number,
  again: string | undefined,
): Choice<PodAnswer> | undefined {
  const pod = toPod(object);
  if (!pod) return undefined;
  const { ready, status, restarts, age } = printedPod(pod, now, server);
  const node = pod.nodeName === undefined ? [] : [`on ${pod.nodeName}`];
  const waits =
    pod.phase === 'Pending' ? pod.conditions.find((one) => one.status === 'False' && one.message) : undefined;
  const why = waits?.message === undefined ? [] : [waits.message];
  const isStart = pod.name === again;
  return {
    label: say`${pod.name}`,
    description: say`${ready} · ${status}${isStart ? ' · the last one' : ''}`,
    detail: saying([...why, restartsIn(restarts), `${age} old`, ...node].join(' · ')),
    isStart,
    value: { pod: pod.name },
  };
}

/** The RESTARTS column in words: `3 (5m ago)` is "3 restarts (5m ago)". */
function restartsIn(cell: string): string {
  return cell.replace(/^\d+/, (count) => `${count} ${count === '1' ? 'restart' : 'restarts'}`);
}

function containerLine(
  { name, image, role, state, isRunning, isReady, restarts, isInjected }: ListedContainer,
  which: 'running' | 'all',
) {
  const words = [
    ...(role === undefined ? [] : [own(ROLE_NAMES, role) ?? role]),
    ...(isInjected ? ['injected'] : []),
    isRunning && !UNPROBED.includes(role) ? `${state}, ${isReady ? 'ready' : 'not ready'}` : state,
    ...(restarts === 0 ? [] : [`${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`]),
    ...(isRunning || which === 'all' ? [] : ['can’t be chosen: not running']),
  ];
  return {
    label: say`${name}`,
    description: saying(words.join(' · ')),
    detail: saying(image),
    iconPath: new ThemeIcon(isRunning ? (isInjected ? 'warning' : 'vm-running') : 'circle-slash'),
  };
}
