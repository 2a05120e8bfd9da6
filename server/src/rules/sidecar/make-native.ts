import { moveItem } from '../../fixes/move-item';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import type { Fix } from '../rule';

/** The first Kubernetes 1.x release in which native sidecars are on by default (KEP-753, beta). */
export const NATIVE_SIDECARS_SINCE = 29;

/**
 * The fix that turns a classic sidecar into a native one. It becomes the last of the init containers, so that the others
 * still run before it.
 */
export function makeNative(pod: Pod, sidecar: Container, title: string, isPreferred: boolean): Fix {
  return {
    title,
    isPreferred,
    change: () =>
      moveItem(pod.resource.document, {
        item: sidecar.value,
        target: pod.spec.get('initContainers'),
        entry: { key: 'restartPolicy', data: 'Always' },
      }),
  };
}
