import { ThemeIcon } from 'vscode';
import type { ContainerRole, WorkloadAt } from '../../../server/src/protocol';
import { contextsOf } from '../kubectl/contexts';
import type { Kubectl } from '../kubectl/kubectl';
import { isNamespaceName, namespacesOf } from '../kubectl/namespaces';
import type { Pod } from '../kubectl/pod';
import type { RunningContainer } from '../kubectl/running-containers';
import type { LastChoices } from './last-choices';
import type { Answer, Choice, Step } from './picker';

/** What is known on the way to a container. */
export interface Known {
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
  /** The pod as it was when its containers were shown. */
  readonly running?: Pod;
  readonly container?: RunningContainer;
  /** Instead of something in the container, what it wrote before it ended is wanted. */
  readonly wantsEndedLog?: boolean;
}

/** Nothing is known yet. */
export const NOTHING: Known = { context: '', namespace: '', pod: '' };

/** What the steps work with. */
export interface Surroundings {
  readonly kubectl: Kubectl;
  /** What is to be done, as the list's title says it. */
  readonly title: string;
  /** What the manifest at the cursor describes. */
  readonly workload: WorkloadAt | undefined;
  readonly last: LastChoices;
  rolesOf(pod: string): Promise<readonly ContainerRole[]>;
}

export function contextStep({ kubectl, title, last }: Surroundings): Step<Known> {
  return async (picker, known, canGoBack) => {
    const answer = await picker.ask<string>(
      {
        title: `${title}: context`,
        placeholder: 'Which cluster?',
        takesOnlyChoice: true,
        choices: async function* (signal) {
          const { contexts, current } = await contextsOf(kubectl, { signal });
          const start = last.context ?? current;
          const choices = contexts.map(({ name, cluster }) => ({
            label: name,
            description: [...(name === current ? ['current'] : []), ...(cluster === name ? [] : [cluster])].join(' · '),
            isStart: name === start,
            value: name,
          }));
          // A kubectl inside a cluster has no context, and needs none.
          yield choices.length > 0 ? choices : [{ label: '(no context)', description: clusterOf(''), value: '' }];
        },
      },
      canGoBack,
    );
    if ('value' in answer) await last.setContext(answer.value);
    return withValue(answer, (context) => ({ ...known, context }));
  };
}

/** @param all what to call the choice of all namespaces, where that can be chosen; its value is empty */
export function namespaceStep({ kubectl, title, workload, last }: Surroundings, all?: string): Step<Known> {
  return async (picker, known, canGoBack) => {
    const { context } = known;
    if (workload?.namespace !== undefined && all === undefined)
      return { kind: 'only', value: { ...known, namespace: workload.namespace } };
    const answer = await picker.ask<string>(
      {
        title: `${title}: namespace of ${clusterOf(context)}`,
        placeholder: 'Which namespace? One that is not listed can be typed.',
        takesOnlyChoice: all === undefined,
        choices: async function* (signal) {
          const { names, isForbidden } = await namespacesOf(kubectl, context, { signal });
          const { contexts } = await contextsOf(kubectl, { signal });
          const own = contexts.find(({ name }) => name === context)?.namespace;
          const start = last.namespaceOf(context) ?? own ?? 'default';
          yield [
            ...(isForbidden ? [MAY_NOT_LIST] : []),
            ...(all === undefined ? [] : [{ label: all, value: '' }]),
            ...names.map((name) => ({ label: name, isStart: name === start, value: name })),
          ];
        },
        typed: (text) =>
          isNamespaceName(text)
            ? { label: text, description: 'as typed', iconPath: new ThemeIcon('edit'), value: text }
            : undefined,
      },
      canGoBack,
    );
    // All of them are no place to start at.
    if ('value' in answer && answer.value !== '') await last.setNamespace(context, answer.value);
    return withValue(answer, (namespace) => ({ ...known, namespace }));
  };
}

/** What a context leads to, in words. */
export function clusterOf(context: string): string {
  return context === '' ? "kubectl's own cluster" : context;
}

/** Only says something. */
const MAY_NOT_LIST: Choice<string> = {
  label: 'You may not list the namespaces of this cluster',
  detail: 'Type one, or choose one that your contexts name.',
  iconPath: new ThemeIcon('lock'),
  alwaysShow: true,
};

/** An answer as what is known from it. */
export function withValue<T>(answer: Answer<T>, know: (value: T) => Known): Answer<Known> {
  return 'value' in answer ? { kind: answer.kind, value: know(answer.value) } : answer;
}
