import type { AdmissionObject, AdmissionPod } from '../admission/admission-pod';
import { type AdmissionWebhook, readWebhook } from '../admission/admission-webhook';
import { readData } from '../manifest/read-document';
import type { RunningGroup, RunningNamespace } from './running';

interface NamedWebhook {
  readonly name: string;
  readonly webhook: AdmissionWebhook;
}

/** The mutating webhooks of a cluster, which can add containers to pods. */
export class MutatingWebhooks {
  readonly #webhooks: readonly NamedWebhook[];

  /** @param configurations MutatingWebhookConfigurations as JSON of the API server */
  constructor(configurations: readonly object[]) {
    // JSON is YAML, so they are read like those in manifests.
    this.#webhooks = configurations.flatMap((configuration) => {
      const { root } = readData(JSON.stringify(configuration));
      const own = root.at('metadata', 'name').label ?? '';
      return root.get('webhooks').items.map((webhook) => ({
        name: `${own}/${webhook.get('name').label ?? ''}`,
        webhook: readWebhook(webhook),
      }));
    });
  }

  /** The names of the webhooks that the API server calls, or may call, for these pods. */
  mayHaveChanged(group: RunningGroup, namespace: RunningNamespace | undefined): string[] {
    const pod: AdmissionPod = {
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

function admitted({ labels, annotations }: RunningGroup): AdmissionObject {
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
