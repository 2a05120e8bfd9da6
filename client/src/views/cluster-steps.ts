import { ThemeIcon } from 'vscode';
import { contextsOf } from '../../../server/src/cluster/contexts';
import type { Kubectl } from '../../../server/src/cluster/kubectl';
import { isNamespaceName, namespacesOf } from '../../../server/src/cluster/namespaces';
import type { ApiPod } from '../../../server/src/cluster/pod';
import type { ApiService, PortPair } from '../../../server/src/cluster/ports';
import type { ListedContainer } from '../../../server/src/cluster/running-containers';
import type { ContainerRole, WorkloadAt } from '../../../server/src/protocol';
import { type Saying, saying } from '../../../server/src/text/saying';
import { say } from '../says/words';
import type { LastChoices } from './last-choices';
import type { Choice, Step, StepAnswer } from './picker';

/** What is known after each step to a container. */
export interface Known {
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
  /** The pod as it was when its containers were shown. */
  readonly running?: ApiPod;
  readonly container?: ListedContainer;
  /** The Service that was chosen in place of a pod. */
  readonly service?: ApiService;
  /** The ports to forward. */
  readonly ports?: readonly PortPair[];
}

/** Nothing is known yet. */
export const NOTHING: Known = { context: '', namespace: '', pod: '' };

/** What the steps need. */
export interface StepSurroundings {
  readonly kubectl: Kubectl;
  /** The action, as in the title of the list. */
  readonly title: Saying;
  /** What the manifest at the cursor describes. */
  readonly workload: WorkloadAt | undefined;
  readonly last: LastChoices;
  rolesOf(pod: string): Promise<readonly ContainerRole[]>;
}

export function contextStep({ kubectl, title, last }: StepSurroundings): Step<Known> {
  return async (picker, known, canGoBack) => {
    const answer = await picker.ask<string>(
      {
        title: say`${title}: context`,
        placeholder: say`Choose a context`,
        takesOnlyChoice: true,
        choices: async function* (signal) {
          const { contexts, current } = await contextsOf(kubectl, { signal });
          const start = last.context ?? current;
          const choices = contexts.map(({ name, cluster }) => ({
            label: say`${name}`,
            description: saying(
              [...(name === current ? [say`current`] : []), ...(cluster === name ? [] : [cluster])].join(' · '),
            ),
            isStart: name === start,
            value: name,
          }));
          // Inside a cluster, kubectl has no context and needs none.
          yield choices.length > 0
            ? choices
            : [{ label: say`(no context)`, description: say`${clusterOf('')}`, value: '' }];
        },
      },
      canGoBack,
    );
    return withValue(answer, (context) => ({ ...known, context }));
  };
}

/** @param all the label for all namespaces, if they can be chosen; the value is empty */
export function namespaceStep({ kubectl, title, workload, last }: StepSurroundings, all?: Saying): Step<Known> {
  return async (picker, known, canGoBack) => {
    const { context } = known;
    if (workload?.namespace !== undefined && all === undefined)
      return { kind: 'only', value: { ...known, namespace: workload.namespace } };
    let mayList = true;
    const answer = await picker.ask<string>(
      {
        title: say`${title}: namespace of ${clusterOf(context)}`,
        placeholder: say`Choose a namespace, or type one that is not listed`,
        takesOnlyChoice: all === undefined,
        choices: async function* (signal) {
          const { names, isForbidden } = await namespacesOf(kubectl, context, { signal });
          mayList = !isForbidden;
          const { contexts } = await contextsOf(kubectl, { signal });
          const own = contexts.find(({ name }) => name === context)?.namespace;
          const start = last.namespaceOf(context) ?? own ?? 'default';
          yield [
            ...(isForbidden ? [MAY_NOT_LIST] : []),
            ...(all === undefined ? [] : [{ label: all, value: '' }]),
            ...names.map((name) => ({ label: say`${name}`, isStart: name === start, value: name })),
          ];
        },
        typed: (text, isListed) =>
          isNamespaceName(text) && !(mayList && isListed)
            ? {
                label: say`${text}`,
                description: mayList ? say`unknown: not in the list of namespaces` : say`as typed`,
                iconPath: new ThemeIcon(mayList ? 'question' : 'edit'),
                value: text,
              }
            : undefined,
      },
      canGoBack,
    );
    return withValue(answer, (namespace) => ({ ...known, namespace }));
  };
}

/** The cluster of a context, in words. */
export function clusterOf(context: string): string {
  return context === '' ? say`the cluster that kubectl runs in` : context;
}

/** A line that can't be chosen. */
const MAY_NOT_LIST: Choice<string> = {
  label: say`You may not list the namespaces of this cluster`,
  detail: say`Type a namespace, or choose one from your kubeconfig.`,
  iconPath: new ThemeIcon('lock'),
  alwaysShow: true,
};

/** Adds the value of an answer to what is known. */
export function withValue<T>(answer: StepAnswer<T>, know: (value: T) => Known): StepAnswer<Known> {
  return 'value' in answer ? { kind: answer.kind, value: know(answer.value) } : answer;
}
