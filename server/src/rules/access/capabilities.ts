import { connectActions, INJECT, LABEL_NAMESPACES, READ_SECRETS, WRITE_GATES } from './actions';
import { escalations } from './escalation';
import type { Recipe } from './recipe';

/** What a subject can do to pods, with its name in the access report. */
export interface Capability {
  readonly name: 'inject' | 'exec' | 'change-gates' | 'read-secrets' | 'escalate';
  /** Any of these is enough. */
  recipes(kubernetesMinor: number): readonly Recipe[];
}

export const CAPABILITIES: readonly Capability[] = [
  { name: 'inject', recipes: () => [[INJECT]] },
  { name: 'exec', recipes: (kubernetesMinor) => [[connectActions(kubernetesMinor)]] },
  { name: 'change-gates', recipes: () => [[WRITE_GATES], [LABEL_NAMESPACES]] },
  { name: 'read-secrets', recipes: () => [[READ_SECRETS]] },
  { name: 'escalate', recipes: escalations },
];
