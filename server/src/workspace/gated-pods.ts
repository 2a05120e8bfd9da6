import { type GatedNamespace, type GatedPod, toGatedPod } from '../gating/gated-pod';
import type { YamlValue } from '../manifest/value';
import type { Pod } from '../pod/pod';

interface Known {
  readonly manifest: GatedNamespace['manifest'];
  readonly identity: string;
  readonly pods: readonly GatedPod[];
}

/** Pods as admission sees them, the same objects for as long as nothing about them changes. */
export class GatedPods {
  readonly #known = new WeakMap<YamlValue, Known>();

  /**
   * The forms that a pod takes in the builds of kustomizations; one where there are none.
   * @param imagesFor what a written image becomes in each build
   */
  of(
    pod: Pod,
    namespace: GatedNamespace | undefined,
    imagesFor: (image: string) => readonly string[],
  ): readonly GatedPod[] {
    const builds = pod.containers.map(({ image }) => (image === undefined ? [undefined] : imagesFor(image)));
    const count = Math.max(1, ...builds.map(({ length }) => length));
    const forms = Array.from({ length: count }, (_, at) => builds.map((images) => images[at] ?? images.at(-1)));
    const identity = JSON.stringify([namespace?.name, forms]);
    const known = this.#known.get(pod.spec);
    if (known?.identity === identity && known.manifest === namespace?.manifest) return known.pods;
    const pods = forms.map((images) => toGatedPod(pod, namespace, images));
    this.#known.set(pod.spec, { manifest: namespace?.manifest, identity, pods });
    return pods;
  }
}
