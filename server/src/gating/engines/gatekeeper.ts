import { apiGroup, type Resource } from '../../manifest/resource';
import type { GateEngine } from '../gate-engine';
import type { PolicySet } from '../policy-set';
import { ambiguity, isAmbiguous } from '../policy-text';
import { ConstraintGate } from './gatekeeper/gate';
import { Installation, WEBHOOK_CONFIGURATION } from './gatekeeper/installation';
import { kindOfTemplate } from './gatekeeper/template';

const CONSTRAINTS = 'constraints.gatekeeper.sh';
const ADMISSION = 'admissionregistration.k8s.io';
const KINDS = [
  'K8sAllowedRepos',
  'K8sAllowedReposv2',
  'K8sDisallowedRepos',
  'K8sDisallowedReposv2',
  'K8sDisallowedTags',
  'K8sImageDigests',
];
const IS_KIND = new RegExp(`^(?:${KINDS.join('|')})$`, 'i');

/** Constraints of the templates about images in Gatekeeper's library, which look at every container list. */
export const gatekeeper: GateEngine = {
  name: 'Gatekeeper',
  isImageGate: (resource) => apiGroup(resource) === CONSTRAINTS && IS_KIND.test(resource.kind),
  isPart: isPartOfGatekeeper,
  gates: (policies) => {
    const expansions = policies.ofKind('expansion.gatekeeper.sh', 'ExpansionTemplate');
    const { parts, installation } = installationIn(policies);
    const templates = new Map(
      policies
        .ofKind('templates.gatekeeper.sh', 'ConstraintTemplate')
        .map((template) => [kindOfTemplate(template), template]),
    );
    return policies.ofKind(CONSTRAINTS, ...KINDS).map((policy) => {
      const template = templates.get(policy.kind);
      return {
        parts: [policy, ...(template ? [template] : []), ...parts, ...expansions],
        build: () => new ConstraintGate(policy, { template, expansions, installation: installation() }),
      };
    });
  },
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

function isPartOfGatekeeper(resource: Resource): boolean {
  const { kind, name } = resource;
  switch (apiGroup(resource)) {
    case 'templates.gatekeeper.sh':
      return kind === 'ConstraintTemplate' && IS_KIND.test(kindOfTemplate(resource) ?? '');
    case 'config.gatekeeper.sh':
      return kind === 'Config';
    case 'expansion.gatekeeper.sh':
      return kind === 'ExpansionTemplate';
    case ADMISSION:
      return kind === 'ValidatingWebhookConfiguration' && name === WEBHOOK_CONFIGURATION;
    default:
      return false;
  }
}

/** What constraints share, read when the first of them is built. */
function installationIn(policies: PolicySet): { parts: readonly Resource[]; installation: () => Installation } {
  // Gatekeeper ignores a Config that isn't called `config` (Exempting Namespaces).
  const config = policies.ofKind('config.gatekeeper.sh', 'Config').find(({ name }) => name === 'config');
  const webhook = policies
    .ofKind(ADMISSION, 'ValidatingWebhookConfiguration')
    .find(({ name }) => name === WEBHOOK_CONFIGURATION);
  let installation: Installation | undefined;
  return {
    parts: [config, webhook].flatMap((part) => part ?? []),
    installation: () => {
      installation ??= new Installation(config, webhook);
      return installation;
    },
  };
}
