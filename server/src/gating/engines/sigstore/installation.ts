import { jsonAt } from '../../../manifest/json';
import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { type AdmissionWebhook, readWebhook } from '../../admission-webhook';
import { ASKED, type Asked, dependsOnNamespace, isNotAsked } from '../../asked';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import type { Parameter } from '../../policy-set';

/** The name of policy-controller's webhook configurations and of the webhook in them. */
export const WEBHOOK = 'policy.sigstore.dev';
const INCLUDE = 'policy.sigstore.dev/include';

/** The webhook in policy-controller's configuration, if it is there. */
export function webhookIn({ value }: Resource): YamlValue[] {
  return value
    .get('webhooks')
    .items.filter((entry) => entry.get('name').string === WEBHOOK)
    .slice(0, 1);
}

/** How policy-controller is set up. */
export class Installation {
  /** What happens to images that no policy is about (policy-controller, `no-match-policy`). */
  readonly noMatch: 'deny' | 'warn' | 'allow';
  readonly failsOpen: boolean;
  readonly #webhook: AdmissionWebhook | undefined;

  /**
   * @param configuration its ValidatingWebhookConfiguration, if the workspace has it
   * @param config its ConfigMap `config-policy-controller`, likewise
   */
  constructor(configuration: Resource | undefined, config: Parameter | undefined) {
    const [webhook] = configuration ? webhookIn(configuration) : [];
    this.#webhook = webhook && readWebhook(webhook, { isRegisteredLater: true });
    this.failsOpen = this.#webhook?.failsOpen ?? false;
    const noMatch = jsonAt(config?.data, 'data', 'no-match-policy');
    this.noMatch = noMatch === 'allow' || noMatch === 'warn' ? noMatch : 'deny';
  }

  asksAbout(object: AdmittedObject, pod: GatedPod): Asked {
    return this.#webhook?.asksAbout(object, pod) ?? byIncludeLabel(pod);
  }
}

/** Only namespaces that ask for it are looked at (policy-controller, "Enable policy-controller for namespaces"). */
function byIncludeLabel(pod: GatedPod): Asked {
  const { namespace } = pod;
  if (!namespace?.manifest) return dependsOnNamespace(pod);
  const { labels } = namespace.manifest;
  const isIncluded = Object.hasOwn(labels, INCLUDE) && labels[INCLUDE] === 'true';
  return isIncluded ? ASKED : isNotAsked(`the namespace "${namespace.name}" has no label \`${INCLUDE}: "true"\``);
}
