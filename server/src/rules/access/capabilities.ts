import { connectActions, INJECT, LABEL_NAMESPACES, READ_SECRETS, WRITE_GATES } from './actions';
import { escalations } from './escalation';
import type { Recipe } from './recipe';

/** What a subject can do to pods, with its name in the access report. */
export interface Capability {
  readonly name: 'inject' | 'exec' | 'change-gates' | 'read-secrets' | 'escalate';
  /** Any of these is enough. */
  readonly recipes: readonly Recipe[];
}

/** The recipe whose objects are namespaces: in a namespace, only that one counts. */
export const ON_NAMESPACES: Recipe = [LABEL_NAMESPACES];

const known = new Map<number, readonly Capability[]>();

/** The capabilities in a 1.x release of Kubernetes: always the same objects for one release. */
export function capabilitiesIn(kubernetesMinor: number): readonly Capability[] {
  let capabilities = known.get(kubernetesMinor);
  if (!capabilities) {
    capabilities = [
      { name: 'inject', recipes: [[INJECT]] },
      { name: 'exec', recipes: [[connectActions(kubernetesMinor)]] },
      { name: 'change-gates', recipes: [[WRITE_GATES], ON_NAMESPACES] },
      { name: 'read-secrets', recipes: [[READ_SECRETS]] },
      { name: 'escalate', recipes: escalations(kubernetesMinor) },
    ];
    known.set(kubernetesMinor, capabilities);
  }
  return capabilities;
}
