import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { type AdmissionWebhook, readWebhook } from '../../admission-webhook';
import { ASKED, type Asked, askAll, type Condition, dependsOnNamespace, isNotAsked, remembered } from '../../asked';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import type { PolicySet } from '../../policy-set';
import { textsIn } from '../../text-list';
import { kindOfTemplate, templatesIn } from './template';
import { toWildcard } from './wildcard';

export const WEBHOOK_CONFIGURATION = 'gatekeeper-validating-webhook-configuration';
/** The webhook that constraints are asked by; the configuration has one about namespaces, too. */
const WEBHOOK = 'validation.gatekeeper.sh';
const IGNORE = 'admission.gatekeeper.sh/ignore';
const OWN_NAMESPACE = 'gatekeeper-system';

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

/** The webhook that constraints are asked by, in Gatekeeper's configuration. */
export function webhookIn({ value }: Resource): YamlValue | undefined {
  return value.get('webhooks').items.find((entry) => entry.get('name').string === WEBHOOK);
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
    const written = configuration && webhookIn(configuration);
    const webhook = written && readWebhook(written, { optOut: IGNORE });
    this.failsOpen = webhook?.failsOpen ?? true;
    this.#conditions = [...(ofConfig ? [ofConfig] : []), webhook ? byWebhook(webhook) : byInstallation];
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

const LEFT_OUT = isNotAsked(`Gatekeeper is installed so that it leaves out its own namespace "${OWN_NAMESPACE}"`);

/**
 * As Gatekeeper's manifest and chart install its webhook: not for the namespace that it runs in, by its name, and not for
 * those with a label, whatever its value (Exempting Namespaces, "--exempt-namespace"). A namespace that isn't in the
 * workspace is taken not to have it: Gatekeeper itself has to permit it for each namespace.
 */
function byInstallation(_: AdmittedObject, { namespace }: GatedPod): Asked {
  if (namespace?.name === OWN_NAMESPACE) return LEFT_OUT;
  if (!namespace?.manifest || !Object.hasOwn(namespace.manifest.labels, IGNORE)) return ASKED;
  return isNotAsked(`the namespace "${namespace.name}" has the label \`${IGNORE}\``);
}

/** The namespace that Gatekeeper runs in is installed with the label; only its manifest in the workspace can say otherwise. */
function byWebhook({ asksAbout }: AdmissionWebhook): Condition {
  const labelled = { name: OWN_NAMESPACE, manifest: { labels: { [IGNORE]: 'no-self-managing' }, annotations: {} } };
  return (object, pod) => {
    const asked = asksAbout(object, pod);
    if (asked.answer !== 'yes' || pod.namespace?.name !== OWN_NAMESPACE || pod.namespace.manifest) return asked;
    return asksAbout(object, { ...pod, namespace: labelled }).answer === 'no' ? LEFT_OUT : asked;
  };
}
