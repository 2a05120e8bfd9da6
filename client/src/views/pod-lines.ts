import { ThemeIcon } from 'vscode';
import { fieldText, jsonFields } from '../../../server/src/cluster/json';
import type { LivePod, PodsNow } from '../../../server/src/cluster/live-pods';
import { type ApiPod, toPod } from '../../../server/src/cluster/pod';
import type { PodWarning, PodWarnings } from '../../../server/src/cluster/pod-warnings';
import { printedPod } from '../../../server/src/cluster/printed-pod';
import { problemOf } from '../../../server/src/cluster/problem';
import type { WorkloadAt } from '../../../server/src/protocol';
import { type Saying, saying } from '../../../server/src/text/saying';
import { say } from '../says/words';
import type { Choice } from './picker';

/** What else can be done where there is no pod to choose. */
export interface OtherWay {
  readonly look: 'everywhere' | 'elsewhere' | 'events';
}

/**
 * Makes the line of a pod, once for each of its states.
 * @param now for ages
 * @param again the pod of the last time
 */
export function podLines(now: Date, again: string | undefined) {
  const known = new WeakMap<LivePod, Choice<{ readonly pod: string }>>();
  return (live: LivePod, server: number, warnings: PodWarnings): Choice<{ readonly pod: string }> | undefined => {
    const line = known.get(live);
    if (line) return line;
    const pod = toPod(live.object);
    if (!pod) return undefined;
    const made = live.isGone ? goneLine(pod) : podLine(pod, now, server, again, warnings.get(pod.name));
    // A warning can still come.
    if (!isWaiting(live)) known.set(live, made);
    return made;
  };
}

function podLine(
  pod: ApiPod,
  now: Date,
  server: number,
  again: string | undefined,
  warning: PodWarning | undefined,
): Choice<{ readonly pod: string }> {
  const { ready, status, restarts, age } = printedPod(pod, now, server);
  const isStart = pod.name === again;
  const isPending = pod.phase === 'Pending';
  const condition = isPending
    ? pod.conditions.find((one) => one.status === 'False' && one.message)?.message
    : undefined;
  // Both often say the same: then once is enough.
  const isNew = isPending && warning && condition?.includes(warning.message) !== true;
  const why = [condition, isNew ? `${warning.reason}: ${warning.message}` : undefined];
  const parts = [...why.flatMap((words) => words ?? []), restartsIn(restarts), say`${age} old`];
  return {
    label: say`${pod.name}`,
    description: saying([ready, status, ...(isStart ? [say`the last one`] : [])].join(' · ')),
    detail: saying([...parts, ...(pod.nodeName === undefined ? [] : [say`on ${pod.nodeName}`])].join(' · ')),
    isStart,
    value: { pod: pod.name },
  };
}

/** Keeps its place, so that no other pod gets under the cursor. */
function goneLine({ name }: ApiPod): Choice<never> {
  return {
    label: say`${name}`,
    description: say`deleted`,
    detail: say`It was deleted while this list was open.`,
    iconPath: new ThemeIcon('circle-slash'),
  };
}

/** Whether a pod has not started yet. */
export function isWaiting({ object, isGone }: LivePod): boolean {
  return !isGone && fieldText(jsonFields(object.status).phase) === 'Pending';
}

/** Says that a list does not follow the cluster any more. It stays as it was. */
export function notLive({ error, triesAgain }: NonNullable<PodsNow['failure']>): Choice<never> {
  return {
    label: say`The list may be out of date`,
    detail: saying(
      [problemOf(error)?.message ?? String(error), ...(triesAgain ? [say`It is read again by itself.`] : [])].join(' '),
    ),
    iconPath: new ThemeIcon('warning'),
    alwaysShow: true,
  };
}

/** What to do where there are no pods. The first line can't be chosen, so that nothing is taken without asking. */
export function waysOn(none: Saying, namespace: string, owner: WorkloadAt | undefined): Choice<OtherWay>[] {
  const everywhere: Choice<OtherWay> = {
    label: say`All pods of the namespace ${namespace}`,
    iconPath: new ThemeIcon('list-flat'),
    alwaysShow: true,
    value: { look: 'everywhere' },
  };
  const events: Choice<OtherWay> = {
    label: say`Events of the namespace ${namespace}`,
    description: say`why pods are missing`,
    iconPath: new ThemeIcon('history'),
    alwaysShow: true,
    value: { look: 'events' },
  };
  const elsewhere: Choice<OtherWay> = {
    label: say`Another namespace…`,
    iconPath: new ThemeIcon('search'),
    alwaysShow: true,
    value: { look: 'elsewhere' },
  };
  return [{ label: none, alwaysShow: true }, ...(owner ? [everywhere] : []), events, elsewhere];
}

/** The RESTARTS column in words: `3 (5m ago)` is "3 restarts (5m ago)". */
function restartsIn(cell: string): string {
  return cell.replace(/^\d+/, (count) => (count === '1' ? say`1 restart` : say`${count} restarts`));
}
