import type { AdmissionObject, AdmissionPod } from '../../../admission/admission-pod';
import { type AdmissionWebhook, readWebhook } from '../../../admission/admission-webhook';
import {
  APPLIES,
  type Applicability,
  applicabilityOf,
  type Condition,
  dependsOnNamespace,
  doesNotApply,
  leavingNamespacesOut,
  mayApply,
  remembered,
} from '../../../admission/applicability';
import { textsIn } from '../../../admission/text-list';
import { sharedBy } from '../../../cause/shared';
import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import type { PolicySet } from '../../policy-set';
import { kindOfTemplate, templatesIn } from './template';
import { toWildcard } from './wildcard';

export const WEBHOOK_CONFIGURATION = 'gatekeeper-validating-webhook-configuration';
/** The webhook for constraints. The configuration has another webhook for namespaces. */
const WEBHOOK = 'validation.gatekeeper.sh';
/** The label that exempts a namespace. */
export const IGNORE = 'admission.gatekeeper.sh/ignore';
export const OWN_NAMESPACE = 'gatekeeper-system';

/** The inputs that all constraints share. */
export interface GatekeeperSurroundings {
  /** The resources that the installation is read from. */
  readonly parts: readonly Resource[];
  readonly expansions: readonly Resource[];
  templateOf(kind: string): Resource | undefined;
  installation(): GatekeeperInstallation;
}

export function surroundingsIn(policies: PolicySet): GatekeeperSurroundings {
  // Gatekeeper ignores a Config with a name other than `config` (Exempting Namespaces).
  const config = policies.ofKind('config.gatekeeper.sh', 'Config').find(({ name }) => name === 'config');
  const configuration = policies
    .ofKind('admissionregistration.k8s.io', 'ValidatingWebhookConfiguration')
    .find(({ name }) => name === WEBHOOK_CONFIGURATION);
  const expansions = policies.ofKind('expansion.gatekeeper.sh', 'ExpansionTemplate');
  const templates = new Map(templatesIn(policies).map((one) => [kindOfTemplate(one), one]));
  let installation: GatekeeperInstallation | undefined;
  return {
    parts: [...[config, configuration].flatMap((part) => part ?? []), ...expansions],
    expansions,
    templateOf: (kind) => templates.get(kind),
    // Computed for the first constraint that needs it.
    installation: () => {
      installation ??= new GatekeeperInstallation(config, configuration);
      return installation;
    },
  };
}

/** The webhook for constraints, in Gatekeeper's configuration. */
export function gatekeeperWebhook({ value }: Resource): YamlValue | undefined {
  return value.get('webhooks').items.find((entry) => entry.get('name').string === WEBHOOK);
}

/** The exemptions of a Gatekeeper installation, which apply to all constraints. */
export class GatekeeperInstallation {
  readonly #conditions: readonly Condition[];
  /**
   * Gatekeeper is installed with `failurePolicy: Ignore` ("Failing Closed"). Only a webhook configuration in the
   * workspace can say otherwise.
   */
  readonly failsOpen: boolean;

  /** @param configuration the ValidatingWebhookConfiguration of Gatekeeper, if the workspace has it */
  constructor(config: Resource | undefined, configuration: Resource | undefined) {
    // The lists for the process "webhook" or "*" (Exempting Namespaces, "config resource").
    const lists = (config?.value.at('spec', 'match').items ?? [])
      .filter((entry) => entry.get('processes').strings.some((process) => process === 'webhook' || process === '*'))
      .map((entry) => textsIn(entry.get('excludedNamespaces')));
    const excluded = lists.flatMap(({ items }) => items.map(({ text }) => toWildcard(text)));
    const ofConfig = byConfig(
      excluded,
      lists.every(({ isWhole }) => isWhole),
    );
    const written = configuration && gatekeeperWebhook(configuration);
    const webhook = written && readWebhook(written, { optOut: IGNORE });
    this.failsOpen = webhook?.failsOpen ?? true;
    this.#conditions = [...(ofConfig ? [ofConfig] : []), webhook ? byWebhook(webhook) : byInstallation];
  }

  asksAbout(object: AdmissionObject, pod: AdmissionPod): Applicability {
    return applicabilityOf(this.#conditions, object, pod);
  }
}

function byConfig(excluded: readonly ((name: string) => boolean)[], isWhole: boolean): Condition | undefined {
  if (excluded.length === 0 && isWhole) return undefined;
  return remembered(
    (_, { namespace }) => namespace?.name,
    (_, pod) => {
      const name = pod.namespace?.name;
      if (name === undefined) return dependsOnNamespace(pod);
      if (excluded.some((matches) => matches(name))) return excludedByConfig(name);
      return isWhole ? APPLIES : UNREADABLE_CONFIG;
    },
  );
}

const LEFT_OUT = leavingNamespacesOut('installation')(OWN_NAMESPACE);
const UNREADABLE_CONFIG = mayApply({ kind: 'unreadable-namespaces', of: 'Config' });
const excludedByConfig = leavingNamespacesOut('Config');
const labelled = sharedBy((namespace: string) =>
  doesNotApply({ kind: 'namespace-has-label', namespace, label: IGNORE }),
);

/**
 * The webhook of Gatekeeper's default manifest and chart. It does not cover the namespace of Gatekeeper, by name, or
 * namespaces with a label, with any value (Exempting Namespaces, "--exempt-namespace"). A namespace outside of the
 * workspace is assumed not to have the label, because Gatekeeper must permit the label for each namespace.
 */
function byInstallation(_: AdmissionObject, { namespace }: AdmissionPod): Applicability {
  if (namespace?.name === OWN_NAMESPACE) return LEFT_OUT;
  if (!namespace?.manifest || !Object.hasOwn(namespace.manifest.labels, IGNORE)) return APPLIES;
  return labelled(namespace.name);
}

/** The namespace of Gatekeeper is installed with the label. Only its manifest in the workspace can say otherwise. */
function byWebhook({ asksAbout }: AdmissionWebhook): Condition {
  const withLabel = { name: OWN_NAMESPACE, manifest: { labels: { [IGNORE]: 'no-self-managing' }, annotations: {} } };
  return (object, pod) => {
    const asked = asksAbout(object, pod);
    if (asked.answer !== 'yes' || pod.namespace?.name !== OWN_NAMESPACE || pod.namespace.manifest) return asked;
    return asksAbout(object, { ...pod, namespace: withLabel }).answer === 'no' ? LEFT_OUT : asked;
  };
}
