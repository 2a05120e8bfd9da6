import { ThemeIcon } from 'vscode';
import type { JsonFields } from '../../../server/src/cluster/json';
import { toPod } from '../../../server/src/cluster/pod';
import type { ApiService } from '../../../server/src/cluster/ports';
import { printedPod } from '../../../server/src/cluster/printed-pod';
import { serverMinorOf } from '../../../server/src/cluster/server-version';
import { servicesOf } from '../../../server/src/cluster/services';
import { podsOfWorkload, tellsPods } from '../../../server/src/cluster/workload-pods';
import type { WorkloadAt } from '../../../server/src/protocol';
import { type Saying, say, saying } from '../../../server/src/text/saying';
import { clusterOf, type Known, namespaceStep, type StepSurroundings } from './cluster-steps';
import type { Choice, PickerQuestion, Step } from './picker';
import { serviceLines } from './service-lines';

/** A pod, or where to look for one. */
type PodAnswer =
  | { readonly pod: string }
  | { readonly service: ApiService }
  | { readonly look: 'everywhere' | 'elsewhere' };

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
  const whose = owner ? `${owner.kind} ${namespace}/${owner.name}` : `namespace ${namespace}`;
  const again = last.podOf(context, namespace);
  return {
    title: say`${title}: pod${withServices ? ' or Service' : ''} of ${whose} in ${clusterOf(context)}`,
    placeholder: withServices ? say`Choose a Service or a pod` : say`Choose a pod`,
    takesOnlyChoice: true,
    choices: async function* (signal) {
      const found: Choice<PodAnswer>[] = [];
      const services = withServices
        ? serviceLines(await servicesOf(kubectl, { context, namespace }, { signal }), owner)
        : [];
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
        yield [...services, ...found];
      }
      if (found.length === 0)
        yield [...services, ...waysOn(say`There are no pods of ${whose} in ${clusterOf(context)}`, namespace, owner)];
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
