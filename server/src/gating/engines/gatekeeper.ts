import { apiGroup } from '../../manifest/resource';
import type { GateEngine } from '../gate-engine';
import { ambiguity, isAmbiguous } from '../policy-text';

/** Constraints of the templates about images in Gatekeeper's library, which look at every container list. */
export const gatekeeper: GateEngine = {
  name: 'Gatekeeper',
  isImageGate: (resource) =>
    apiGroup(resource) === 'constraints.gatekeeper.sh' &&
    /^K8s(?:Allowed|Disallowed)Repos(?:v2)?$|^K8sDisallowedTags$|^K8sImageDigests$/i.test(resource.kind),
  weaknesses: (resource) => {
    if (!gatekeeper.isImageGate(resource)) return [];
    const action = resource.value.at('spec', 'enforcementAction');
    // The first edition of the template compares beginnings; the second knows whole names and patterns.
    const repos = resource.kind === 'K8sAllowedRepos' ? resource.value.at('spec', 'parameters', 'repos').items : [];
    return [
      ...(/^(?:dryrun|warn)$/.test(action.string ?? '')
        ? [{ kind: 'audit-only' as const, at: action, does: 'reports images but denies none', remedy: 'deny' }]
        : []),
      ...repos.flatMap((repo) =>
        isAmbiguous(repo.string ?? '') ? [ambiguity(repo, repo.string ?? '', `${repo.string}/`)] : [],
      ),
    ];
  },
};
