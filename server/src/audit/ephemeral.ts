import { DEBUG_NAME } from '../pod/debug-name';
import type { AuditSubject, GroupFinding } from './subject';

/** Ephemeral containers, which were added to running pods. They stay in the pod after they have ended. */
export function* ephemeralContainers({ group }: AuditSubject, canDebug: boolean | undefined): Generator<GroupFinding> {
  for (const { name, list, image, target } of group.spec.containers) {
    if (list !== 'ephemeralContainers') continue;
    const status = group.statuses.find((one) => one.name === name);
    const state = status?.running ? 'is still running' : status?.ended ? 'has ended' : 'has not started';
    const sees = target === undefined ? '' : ` and can see the processes of "${target}"`;
    const ours = name.startsWith(DEBUG_NAME)
      ? ' Its name is one that the command "Debug Container…" of Sidecar Guard gives.'
      : '';
    const you = canDebug === undefined ? '' : canDebug ? ', which you have' : ', which you do not have';
    yield {
      finding: 'ephemeral-container',
      severity: 'warning',
      container: name,
      message: `Ephemeral container in a running pod: "${name}" (${image}) ${state}${sees}.${ours} If it is not for debugging, delete the pod to remove it, and find out in the audit log of the API server who added it (this needs permission to patch or update \`pods/ephemeralcontainers\`${you}).`,
    };
  }
}
