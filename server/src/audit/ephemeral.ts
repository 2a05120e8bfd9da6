import type { GroupFinding, Subject } from './subject';

/** Ephemeral containers, which somebody has put into running pods. They stay listed after they have ended. */
export function* ephemeralContainers({ group }: Subject, canDebug: boolean | undefined): Generator<GroupFinding> {
  for (const { name, list, image, target } of group.spec.containers) {
    if (list !== 'ephemeralContainers') continue;
    const status = group.statuses.find((one) => one.name === name);
    const state = status?.running ? 'is still running' : status?.ended ? 'has ended' : 'has not started';
    const sees = target === undefined ? '' : `, which sees the processes of "${target}",`;
    const you = canDebug === undefined ? '' : canDebug ? ', as you may' : '; you may not';
    yield {
      finding: 'ephemeral-container',
      severity: 'warning',
      container: name,
      message: `Somebody has put the ephemeral container "${name}" (${image})${sees} into the running pod; it ${state}. Whoever may patch or update pods/ephemeralcontainers can do that${you}. If nobody is debugging the pod, find out who did it in the audit log of the API server, and delete the pod: nothing else removes the container.`,
    };
  }
}
