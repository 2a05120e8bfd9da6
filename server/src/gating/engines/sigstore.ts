import { apiGroup } from '../../manifest/resource';
import type { GateEngine } from '../gate-engine';

/** The policies of sigstore's policy-controller; it looks at every container list. */
export const sigstore: GateEngine = {
  name: 'sigstore policy-controller',
  isImageGate: (resource) => apiGroup(resource) === 'policy.sigstore.dev' && resource.kind === 'ClusterImagePolicy',
  weaknesses: (resource) => {
    const mode = resource.value.at('spec', 'mode');
    if (!sigstore.isImageGate(resource) || mode.string !== 'warn') return [];
    return [{ kind: 'audit-only', at: mode, does: 'warns about images but denies none', remedy: 'enforce' }];
  },
};
