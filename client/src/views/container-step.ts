import { ThemeIcon } from 'vscode';
import { type ListedContainer, runningContainers } from '../../../server/src/cluster/running-containers';
import { readRunningPod } from '../../../server/src/cluster/running-pod';
import { own } from '../../../server/src/text/own';
import { saying } from '../../../server/src/text/saying';
import { terminalTitle } from '../containers/terminal/kubectl-terminal';
import { say } from '../says/words';
import { type Known, type StepSurroundings, withValue } from './cluster-steps';
import type { Step } from './picker';

/** The names of roles in lists. */
const ROLE_NAMES: Readonly<Record<string, string>> = {
  app: say`app container`,
  sidecar: say`sidecar`,
  'native-sidecar': say`native sidecar`,
  init: say`init container`,
  ephemeral: say`ephemeral container`,
};
/** For these roles, "ready" means something else: an init container is ready when it has succeeded. */
const UNPROBED: readonly (string | undefined)[] = ['init', 'ephemeral'];

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

function containerLine(
  { name, image, role, state, isRunning, isReady, restarts, isInjected }: ListedContainer,
  which: 'running' | 'all',
) {
  const words = [
    ...(role === undefined ? [] : [own(ROLE_NAMES, role) ?? role]),
    ...(isInjected ? [say`injected`] : []),
    isRunning && !UNPROBED.includes(role) ? `${state}, ${isReady ? say`ready` : say`not ready`}` : state,
    ...(restarts === 0 ? [] : [restarts === 1 ? say`1 restart` : say`${restarts} restarts`]),
    ...(isRunning || which === 'all' ? [] : [say`can’t be chosen: not running`]),
  ];
  return {
    label: say`${name}`,
    description: saying(words.join(' · ')),
    detail: saying(image),
    iconPath: new ThemeIcon(isRunning ? (isInjected ? 'warning' : 'vm-running') : 'circle-slash'),
  };
}
