import type { AccessGraph } from '../../workspace/access-graph';
import type { Purpose } from '../../workspace/purposes';
import type { RoleEntry } from './entries';

/** Whether only programs have the rights of an entry that are there to use them: a Secret reloader reads Secrets. */
export function isForPurpose({ grants }: RoleEntry, purpose: Purpose, access: AccessGraph): boolean {
  const subjects = grants.flatMap(({ binding }) => binding.subjects);
  return (
    subjects.length > 0 &&
    subjects.every((subject) => {
      if (subject.kind !== 'ServiceAccount') return false;
      const workloads = access.workloadsOf(subject);
      return workloads.length > 0 && workloads.every(({ purposes }) => purposes.includes(purpose));
    })
  );
}
