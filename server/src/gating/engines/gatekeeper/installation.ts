import type { Resource } from '../../../manifest/resource';
import { readWebhook } from '../../admission-webhook';
import { ASKED, type Asked, askAll, type Condition, dependsOnNamespace, isNotAsked, remembered } from '../../asked';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import type { PolicySet } from '../../policy-set';
import { textsIn } from '../../text-list';
import { kindOfTemplate, templatesIn } from './template';
import { toWildcard } from './wildcard';

export const WEBHOOK_CONFIGURATION = 'gatekeeper-validating-webhook-configuration';
const IGNORE = 'admission.gatekeeper.sh/ignore';

/** What all constraints share. */
export interface Surroundings {
  /** The resources that it is read from. */
  readonly parts: readonly Resource[];
  readonly expansions: readonly Resource[];
  templateOf(kind: string): Resource | undefined;
  installation(): Installation;
}

export function surroundingsIn(policies: PolicySet): Surroundings {
  // Gatekeeper ignores a Config that isn't called `config` (Exempting Namespaces).
  const config = policies.ofKind('config.gatekeeper.sh', 'Config').find(({ name }) => name === 'config');
  const configuration = policies
    .ofKind('admissionregistration.k8s.io', 'ValidatingWebhookConfiguration')
    .find(({ name }) => name === WEBHOOK_CONFIGURATION);
  const expansions = policies.ofKind('expansion.gatekeeper.sh', 'ExpansionTemplate');
  const templates = new Map(templatesIn(policies).map((one) => [kindOfTemplate(one), one]));
  let installation: Installation | undefined;
  return {
    parts: [...[config, configuration].flatMap((part) => part ?? []), ...expansions],
    expansions,
    templateOf: (kind) => templates.get(kind),
    // Read when the first constraint is built.
    installation: () => {
      installation ??= new Installation(config, configuration);
      return installation;
    },
  };
}

/** What a cluster's Gatekeeper leaves out whatever the constraints say. */
export class Installation {
  readonly #conditions: readonly Condition[];
  /**
   * Gatekeeper is installed with `failurePolicy: Ignore` ("Failing Closed"); only a webhook configuration in the
   * workspace that says otherwise is believed.
   */
  readonly failsOpen: boolean;

  /** @param configuration the ValidatingWebhookConfiguration of Gatekeeper, if the workspace has it */
  constructor(config: Resource | undefined, configuration: Resource | undefined) {
    // Of a process "webhook" or "*" (Exempting Namespaces, "config resource").
    const lists = (config?.value.at('spec', 'match').items ?? [])
      .filter((entry) => entry.get('processes').strings.some((process) => process === 'webhook' || process === '*'))
      .map((entry) => textsIn(entry.get('excludedNamespaces')));
    const excluded = lists.flatMap(({ items }) => items.map(({ text }) => toWildcard(text)));
    const ofConfig = byConfig(
      excluded,
      lists.every(({ isWhole }) => isWhole),
    );
    const written = configuration?.value
      .get('webhooks')
      .items.find((entry) => entry.get('name').string === 'validation.gatekeeper.sh');
    const webhook = written && readWebhook(written, { optOut: IGNORE });
    this.failsOpen = webhook?.failsOpen ?? true;
    this.#conditions = [...(ofConfig ? [ofConfig] : []), webhook?.asksAbout ?? byIgnoreLabel];
  }

  asksAbout(object: AdmittedObject, pod: GatedPod): Asked {
    return askAll(this.#conditions, object, pod);
  }
}

function byConfig(excluded: readonly ((name: string) => boolean)[], isWhole: boolean): Condition | undefined {
  if (excluded.length === 0 && isWhole) return undefined;
  return remembered(
    (_, { namespace }) => namespace?.name,
    (_, pod) => {
      const name = pod.namespace?.name;
      if (name === undefined) return dependsOnNamespace(pod);
      if (excluded.some((matches) => matches(name))) {
        return isNotAsked(`Gatekeeper's Config excludes the namespace "${name}"`);
      }
      if (isWhole) return ASKED;
      return { answer: 'unknown', reason: "not all of the namespaces that Gatekeeper's Config excludes can be read" };
    },
  );
}

/**
 * Whatever the label's value (Exempting Namespaces, "--exempt-namespace"). A namespace that isn't in the workspace is
 * taken not to have it: Gatekeeper itself has to permit it for each namespace.
 */
function byIgnoreLabel(_: AdmittedObject, { namespace }: GatedPod): Asked {
  if (!namespace?.manifest || !Object.hasOwn(namespace.manifest.labels, IGNORE)) return ASKED;
  return isNotAsked(`the namespace "${namespace.name}" has the label \`${IGNORE}\``);
}
