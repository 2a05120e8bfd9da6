import type { Kubectl } from '../../../server/src/cluster/kubectl';
import { livePods } from '../../../server/src/cluster/live-pods';
import { type PodWarnings, podWarnings } from '../../../server/src/cluster/pod-warnings';
import type { ApiService } from '../../../server/src/cluster/ports';
import { serverMinorOf } from '../../../server/src/cluster/server-version';
import { servicesOf } from '../../../server/src/cluster/services';
import { eventWords } from '../../../server/src/cluster/words';
import { tellsPods } from '../../../server/src/cluster/workload-pods';
import type { WorkloadAt } from '../../../server/src/protocol';
import { terminalTitle } from '../containers/terminal/kubectl-terminal';
import { say } from '../says/words';
import { clusterOf, type Known, namespaceStep, type StepSurroundings } from './cluster-steps';
import { showText } from './kubectl-pages';
import type { Choice, PickerQuestion, Step } from './picker';
import { isWaiting, notLive, type OtherWay, podLines, waysOn } from './pod-lines';
import { serviceLines } from './service-lines';

/** A pod, or where to look for one. */
type PodAnswer = { readonly pod: string } | { readonly service: ApiService } | OtherWay;

/** How often events are read while pods wait, in milliseconds. */
const WARNING_PAUSE = 5000;

/** Whether a Service can be chosen, too. */
type Offer = 'only pods' | 'and Services';

export function podStep(around: StepSurroundings, offer: Offer = 'only pods'): Step<Known> {
  return async (picker, start, canGoBack) => {
    let known = start;
    let owner = around.workload && tellsPods(around.workload) ? around.workload : undefined;
    for (;;) {
      const answer = await picker.ask<PodAnswer>(podQuestion(around, known, owner, offer), canGoBack);
      if (!('value' in answer)) return answer;
      if ('pod' in answer.value) return { kind: answer.kind, value: { ...known, pod: answer.value.pod } };
      if ('service' in answer.value) return { kind: answer.kind, value: { ...known, service: answer.value.service } };
      if (answer.value.look === 'events') {
        await showEvents(around.kubectl, known);
        return { kind: 'cancelled' };
      }
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
  offer: Offer,
): PickerQuestion<PodAnswer> {
  const withServices = offer === 'and Services';
  const whose = owner ? `${owner.kind} ${namespace}/${owner.name}` : say`namespace ${namespace}`;
  const again = last.podOf(context, namespace);
  return {
    title: withServices
      ? say`${title}: pod or Service of ${whose} in ${clusterOf(context)}`
      : say`${title}: pod of ${whose} in ${clusterOf(context)}`,
    placeholder: withServices ? say`Choose a Service or a pod` : say`Choose a pod`,
    takesOnlyChoice: true,
    choices: async function* (signal, complete) {
      const place = { context, namespace };
      // Read while the pods are; a failure is thrown when the lines are wanted.
      const listed = withServices ? servicesOf(kubectl, place, { signal }) : undefined;
      listed?.catch(() => {});
      const version = serverMinorOf(kubectl, context, { signal });
      const lineOf = podLines(new Date(), again);
      let warnings: PodWarnings = new Map();
      let nextWarnings = 0;
      for await (const now of livePods(kubectl, place, owner, signal)) {
        const server = await version;
        const services = listed ? serviceLines(await listed, owner) : [];
        const show = (): Choice<PodAnswer>[] => {
          const pods = now.pods.flatMap((pod) => lineOf(pod, server, warnings) ?? []);
          // The pod of the last time comes first.
          const sorted = [...pods.filter(({ isStart }) => isStart), ...pods.filter(({ isStart }) => !isStart)];
          const none = say`There are no pods of ${whose} in ${clusterOf(context)}`;
          const others = now.isComplete && pods.length === 0 ? waysOn(none, namespace, owner) : [];
          return [...services, ...sorted, ...others, ...(now.failure ? [notLive(now.failure)] : [])];
        };
        yield show();
        if (!now.isComplete) continue;
        complete();
        if (!now.pods.some(isWaiting) || performance.now() < nextWarnings) continue;
        warnings = await podWarnings(kubectl, place, signal);
        nextWarnings = performance.now() + WARNING_PAUSE;
        if (warnings.size > 0) yield show();
      }
    },
  };
}

/** Shows what has happened in a namespace: there may be no pods because a quota, or a policy, refuses them. */
async function showEvents(kubectl: Kubectl, place: Known): Promise<void> {
  await showText(kubectl, eventWords(place), `${terminalTitle({ ...place, pod: 'events' })}.txt`, 'end');
}
