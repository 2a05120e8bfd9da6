import { type AdmissionWebhook, readWebhook } from '../gating/admission-webhook';
import type { AdmittedObject, GatedPod } from '../gating/gated-pod';
import { ManifestDocument } from '../manifest/document';
import type { RunningGroup, RunningNamespace } from './running';

interface NamedWebhook {
  readonly name: string;
  readonly webhook: AdmissionWebhook;
}

/** The mutating webhooks of a cluster: who may have put a container into a pod. */
export class MutatingWebhooks {
  readonly #webhooks: readonly NamedWebhook[];

  /** @param configurations MutatingWebhookConfigurations as the API server has them */
  constructor(configurations: readonly object[]) {
    // JSON is YAML, so that they are read like those of manifests.
    this.#webhooks = configurations.flatMap((configuration) => {
      const { root } = new ManifestDocument(JSON.stringify(configuration), false, true);
      const own = root.at('metadata', 'name').label ?? '';
      return root.get('webhooks').items.map((webhook) => ({
        name: `${own}/${webhook.get('name').label ?? ''}`,
        webhook: readWebhook(webhook),
      }));
    });
  }

  /** The names of those that the API server asks about such pods, or may ask. */
  mayHaveChanged(group: RunningGroup, namespace: RunningNamespace | undefined): string[] {
    const pod: GatedPod = {
      namespace: { name: group.namespace, manifest: namespace },
      images: [],
      objects: [],
      hasUnknown: false,
      shape: '',
    };
    return this.#webhooks
      .filter(({ webhook }) => webhook.asksAbout(admitted(group), pod).answer !== 'no')
      .map(({ name }) => name);
  }
}

function admitted({ labels, annotations }: RunningGroup): AdmittedObject {
  return {
    group: '',
    version: 'v1',
    kind: 'Pod',
    resource: 'pods',
    name: undefined,
    labels,
    annotations,
    data: {},
    podSpec: ['spec'],
  };
}
