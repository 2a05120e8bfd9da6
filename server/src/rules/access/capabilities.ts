import type { ApiRequest } from '../../workspace/policy-rule';
import { connectActions, ESCALATE, INJECT, READ_SECRETS, WRITE_GATES } from './actions';

/** What a subject can do to pods, with its name in the access report. */
export interface Capability {
  readonly name: 'inject' | 'exec' | 'change-gates' | 'read-secrets' | 'escalate';
  /** Any of these is enough. */
  actions(kubernetesMinor: number): readonly ApiRequest[];
}

export const CAPABILITIES: readonly Capability[] = [
  { name: 'inject', actions: () => INJECT },
  { name: 'exec', actions: connectActions },
  { name: 'change-gates', actions: () => WRITE_GATES },
  { name: 'read-secrets', actions: () => READ_SECRETS },
  { name: 'escalate', actions: () => ESCALATE },
];
