import { ThemeIcon } from 'vscode';
import type { JsonFields } from '../../../server/src/cluster/json';
import { toPod } from '../../../server/src/cluster/pod';
import { printedPod } from '../../../server/src/cluster/printed-pod';
import { type ListedContainer, runningContainers } from '../../../server/src/cluster/running-containers';
import { readRunningPod } from '../../../server/src/cluster/running-pod';
import { serverMinorOf } from '../../../server/src/cluster/server-version';
import { podsOfWorkload, tellsPods } from '../../../server/src/cluster/workload-pods';
import { own } from '../../../server/src/text/own';
import { say, saying } from '../../../server/src/text/saying';
import { titleOf } from '../containers/terminal/kubectl-terminal';
import { clusterOf, type Known, type StepSurroundings, withValue } from './cluster-steps';
import type { Choice, Step } from './picker';

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
const ENDED_LOG = { iconPath: new ThemeIcon('history'), tooltip: 'Show Logs of the Last Run' };
const DEBUG = { iconPath: new ThemeIcon('debug-alt'), tooltip: 'Debug Container…' };

export function podStep({ kubectl, title, workload }: StepSurroundings): Step<Known> {
  return async (picker, known, canGoBack) => {
    const { context, namespace } = known;
    const owner = workload && tellsPods(workload) ? workload : undefined;
    const whose = owner ? `${owner.kind} ${namespace}/${owner.name}` : `namespace ${namespace}`;
    const answer = await picker.ask<string>(
      {
        title: say`${title}: pod of ${whose} in ${clusterOf(context)}`,
        placeholder: say`Choose a pod`,
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
            yield [{ label: say`There are no pods of ${whose} in ${clusterOf(context)}`, alwaysShow: true }];
        },
      },
      canGoBack,
    );
    return withValue(answer, (pod) => ({ ...known, pod }));
  };
}

/** @param which the containers that can be chosen: a stopped one can have logs, but nothing can run in it */
export function containerStep(
  { kubectl, title, workload, rolesOf }: StepSurroundings,
  which: 'running' | 'all',
): Step<Known> {
  return async (picker, known, canGoBack) => {
    const answer = await picker.ask<Known>(
      {
        title: say`${title}: container of ${titleOf(known)}`,
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
              ...(which === 'running' && buttonsOf(chosen, container)),
            };
          });
        },
      },
      canGoBack,
    );
    return withValue(answer, (chosen) => chosen);
  };
}

/** The ways on from a container in which nothing can run, or that has no shell. */
function buttonsOf(chosen: Known, { endedLog }: ListedContainer): Pick<Choice<Known>, 'buttons' | 'buttonValues'> {
  const debug: Known = { ...chosen, wants: 'debug' };
  return endedLog
    ? { buttons: [DEBUG, ENDED_LOG], buttonValues: [debug, { ...chosen, wants: 'ended-log' }] }
    : { buttons: [DEBUG], buttonValues: [debug] };
}

function podChoice(object: JsonFields, now: Date, server: number): Choice<string>[] {
  const pod = toPod(object);
  if (!pod) return [];
  const { ready, status, restarts, age } = printedPod(pod, now, server);
  const node = pod.nodeName === undefined ? [] : [`on ${pod.nodeName}`];
  return [
    {
      label: say`${pod.name}`,
      description: say`${ready} · ${status}`,
      detail: saying([restartsIn(restarts), `${age} old`, ...node].join(' · ')),
      value: pod.name,
    },
  ];
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
