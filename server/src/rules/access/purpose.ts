import type { AccessGraph } from '../../workspace/access-graph';
import type { Purpose } from '../../workspace/purposes';
import type { RoleEntry } from './entries';

/** As whom the API server calls the kubelet, by the certificates of common installers: it passes on what others may do. */
const API_SERVER = ['kube-apiserver', 'kube-apiserver-kubelet-client', 'apiserver-kubelet-client'];

/** Whether only programs have the rights of an entry that are there to use them: a Secret reloader reads Secrets. */
export function isForPurpose({ grants }: RoleEntry, purpose: Purpose, access: AccessGraph): boolean {
  const subjects = grants.flatMap(({ binding }) => binding.subjects);
  return (
    subjects.length > 0 &&
    subjects.every((subject) => {
      if (subject.kind === 'User') return purpose === 'exec' && API_SERVER.includes(subject.name);
      if (subject.kind !== 'ServiceAccount') return false;
      const workloads = access.workloadsOf(subject);
      return workloads.length > 0 && workloads.every(({ purposes }) => purposes.includes(purpose));
    })
  );
}
