import { ThemeIcon } from 'vscode';
import type { Fields } from '../kubectl/json';
import { toPod } from '../kubectl/pod';
import { printedPod } from '../kubectl/printed-pod';
import { type RunningContainer, runningContainers } from '../kubectl/running-containers';
import { readRunningPod } from '../kubectl/running-pod';
import { serverMinorOf } from '../kubectl/server-version';
import { podsOfWorkload, tellsPods } from '../kubectl/workload-pods';
import { clusterOf, type Known, type Surroundings, withValue } from './cluster-steps';
import { titleOf } from './kubectl-terminal';
import type { Choice, Step } from './picker';

/** How roles are called in lists. */
const ROLE_NAMES: Readonly<Record<string, string>> = {
  app: 'app',
  sidecar: 'sidecar',
  'native-sidecar': 'native sidecar',
  init: 'init container',
  ephemeral: 'ephemeral container',
};
/** Of these, the kubelet means something else by "ready": an init container that has succeeded is. */
const UNPROBED: readonly (string | undefined)[] = ['init', 'ephemeral'];
const ENDED_LOG = { iconPath: new ThemeIcon('history'), tooltip: 'Show Logs of the Last Run' };

export function podStep({ kubectl, title, workload }: Surroundings): Step<Known> {
  return async (picker, known, canGoBack) => {
    const { context, namespace } = known;
    const owner = workload && tellsPods(workload) ? workload : undefined;
    const whose = owner ? `${owner.kind} ${namespace}/${owner.name}` : `namespace ${namespace}`;
    const answer = await picker.ask<string>(
      {
        title: `${title}: pod of ${whose} in ${clusterOf(context)}`,
        placeholder: 'Which pod?',
        takesOnlyChoice: true,
        choices: async function* (signal) {
          const found: Choice<string>[] = [];
          const now = new Date();
          const version = serverMinorOf(kubectl, context, { signal });
          for await (const objects of podsOfWorkload(kubectl, known, owner, { signal })) {
            const server = await version;
            for (const object of objects) found.push(...podChoice(object, now, server));
            yield found;
          }
          if (found.length === 0)
            yield [{ label: `There are no pods of ${whose} in ${clusterOf(context)}`, alwaysShow: true }];
        },
      },
      canGoBack,
    );
    return withValue(answer, (pod) => ({ ...known, pod }));
  };
}

/** @param which those that can be chosen: what has stopped can have logs, but nothing can be run in it */
export function containerStep(
  { kubectl, title, workload, rolesOf }: Surroundings,
  which: 'running' | 'all',
): Step<Known> {
  return async (picker, known, canGoBack) => {
    const answer = await picker.ask<Known>(
      {
        title: `${title}: container of ${titleOf(known)}`,
        placeholder: 'Which container?',
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
              ...(container.endedLog &&
                which === 'running' && { buttons: [ENDED_LOG], buttonValues: [{ ...chosen, wantsEndedLog: true }] }),
            };
          });
        },
      },
      canGoBack,
    );
    return withValue(answer, (chosen) => chosen);
  };
}

function podChoice(object: Fields, now: Date, server: number): Choice<string>[] {
  const pod = toPod(object);
  if (!pod) return [];
  const { ready, status, restarts, age } = printedPod(pod, now, server);
  const node = pod.nodeName === undefined ? [] : [`on ${pod.nodeName}`];
  return [
    {
      label: pod.name,
      description: `${ready} · ${status}`,
      detail: [restartsIn(restarts), `${age} old`, ...node].join(' · '),
      value: pod.name,
    },
  ];
}

/** The cell as words: `3 (5m ago)` is "3 restarts (5m ago)". */
function restartsIn(cell: string): string {
  return cell.replace(/^\d+/, (count) => `${count} ${count === '1' ? 'restart' : 'restarts'}`);
}

function containerLine(
  { name, image, role, state, isRunning, isReady, restarts, isInjected }: RunningContainer,
  which: 'running' | 'all',
) {
  const words = [
    ...(role === undefined ? [] : [ROLE_NAMES[role] ?? role]),
    ...(isInjected ? ['injected'] : []),
    isRunning && !UNPROBED.includes(role) ? `${state}, ${isReady ? 'ready' : 'not ready'}` : state,
    ...(restarts === 0 ? [] : [`${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`]),
    ...(isRunning || which === 'all' ? [] : ['can’t be chosen: it does not run']),
  ];
  return {
    label: name,
    description: words.join(' · '),
    detail: image,
    iconPath: new ThemeIcon(isRunning ? (isInjected ? 'warning' : 'vm-running') : 'circle-slash'),
  };
}
