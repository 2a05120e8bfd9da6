import type { Resource } from '../../../manifest/resource';
import type { Weakness } from '../../engine';
import type { PolicySet } from '../../policy-set';
import { webhookWeaknesses } from '../../weaknesses/webhook-weaknesses';
import { policyControllerWebhooks } from './installation';
import { ENGINE_NAME, IMAGE_POLICY, isImagePolicy, isWebhookConfiguration, POLICY_GROUP } from './kinds';

/** The ways in which a policy or the webhook admits images that it seems to deny. */
export function weaknessesOfPolicyController(resource: Resource, policies: PolicySet): Weakness[] {
  if (isWebhookConfiguration(resource)) {
    // Without policies, the engine makes no decision.
    if (policies.ofKind(POLICY_GROUP, IMAGE_POLICY).length === 0) return [];
    return policyControllerWebhooks(resource).flatMap((webhook) => webhookWeaknesses(webhook, ENGINE_NAME));
  }
  const mode = resource.value.at('spec', 'mode');
  if (!isImagePolicy(resource) || mode.string !== 'warn') return [];
  return [{ kind: 'audit-only', at: mode, effect: 'warns about images but denies none', remedy: 'enforce' }];
}
