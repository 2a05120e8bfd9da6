import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { containerSubject } from '../subject';

/** A security context: that of the pod, or of a container. */
export interface PlacedContext {
  readonly context: YamlValue;
  /** Whose it is, in a sentence. */
  readonly subject: string;
  /** Not set if it is that of the pod. */
  readonly container?: Container;
}

/** The security contexts of a pod that are written. */
export function* securityContextsOf(pod: Pod): Generator<PlacedContext> {
  const ofPod = pod.spec.get('securityContext');
  if (ofPod.isMap) yield { context: ofPod, subject: 'the pod' };
  for (const container of pod.containers) {
    const context = container.value.get('securityContext');
    if (context.isMap) yield { context, subject: containerSubject(container), container };
  }
}
