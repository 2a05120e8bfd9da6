import type { AdmissionObject, AdmissionPod } from '../../../admission/admission-pod';
import { type AdmissionWebhook, readWebhook } from '../../../admission/admission-webhook';
import { APPLIES, type Applicability, dependsOnNamespace, doesNotApply } from '../../../admission/applicability';
import { sharedBy } from '../../../cause/shared';
import { jsonAt } from '../../../manifest/json';
import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { own } from '../../../text/own';
import type { Parameter } from '../../policy-set';

/** The name of policy-controller's webhook configurations and of the webhook in them. */
export const WEBHOOK = 'policy.sigstore.dev';
/** The label of namespaces that opt in. */
export const INCLUDE = 'policy.sigstore.dev/include';

/** The webhooks of policy-controller in a configuration; none if it has no such webhook. */
export function policyControllerWebhooks({ value }: Resource): YamlValue[] {
  return value
    .get('webhooks')
    .items.filter((entry) => entry.get('name').string === WEBHOOK)
    .slice(0, 1);
}

/** The configuration of policy-controller. */
export class PolicyControllerInstallation {
  /** The action for images that no policy covers (policy-controller, `no-match-policy`). */
  readonly noMatch: 'deny' | 'warn' | 'allow';
  readonly failsOpen: boolean;
  readonly #webhook: AdmissionWebhook | undefined;

  /**
   * @param configuration its ValidatingWebhookConfiguration, if the workspace has it
   * @param config its ConfigMap `config-policy-controller`, if the workspace has it
   */
  constructor(configuration: Resource | undefined, config: Parameter | undefined) {
    const [webhook] = configuration ? policyControllerWebhooks(configuration) : [];
    this.#webhook = webhook && readWebhook(webhook, { isRegisteredLater: true });
    this.failsOpen = this.#webhook?.failsOpen ?? false;
    const noMatch = jsonAt(config?.data, 'data', 'no-match-policy');
    this.noMatch = noMatch === 'allow' || noMatch === 'warn' ? noMatch : 'deny';
  }

  asksAbout(object: AdmissionObject, pod: AdmissionPod): Applicability {
    return this.#webhook?.asksAbout(object, pod) ?? byIncludeLabel(pod);
  }
}

const notIncluded = sharedBy((namespace: string) =>
  doesNotApply({ kind: 'namespace-lacks-label', namespace, label: `${INCLUDE}: "true"` }),
);

/** Only namespaces that opt in are checked (policy-controller, "Enable policy-controller for namespaces"). */
function byIncludeLabel(pod: AdmissionPod): Applicability {
  const { namespace } = pod;
  if (!namespace?.manifest) return dependsOnNamespace(pod);
  const { labels } = namespace.manifest;
  const isIncluded = own(labels, INCLUDE) === 'true';
  return isIncluded ? APPLIES : notIncluded(namespace.name);
}
