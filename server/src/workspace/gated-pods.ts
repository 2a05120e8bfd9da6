import { type GatedNamespace, type GatedPod, toGatedPod } from '../gating/gated-pod';
import { afterMutation, type ImageMutator } from '../gating/image-mutator';
import type { YamlValue } from '../manifest/value';
import type { Pod } from '../pod/pod';

interface Known {
  readonly manifest: GatedNamespace['manifest'];
  readonly identity: string;
  readonly mutators: readonly ImageMutator[];
  readonly pods: readonly GatedPod[];
}

/** Pods as admission sees them, the same objects for as long as nothing about them changes. */
export class GatedPods {
  readonly #known = new WeakMap<YamlValue, Known>();

  /**
   * The forms that a pod takes in the builds of kustomizations; one where there are none.
   * @param imagesFor what a written image becomes in each build
   * @param mutators the same list for as long as they say the same
   */
  of(
    pod: Pod,
    namespace: GatedNamespace | undefined,
    imagesFor: (image: string) => readonly string[],
    mutators: readonly ImageMutator[],
  ): readonly GatedPod[] {
    const builds = pod.containers.map(({ image }) => (image === undefined ? [undefined] : imagesFor(image)));
    const count = Math.max(1, ...builds.map(({ length }) => length));
    const forms = Array.from({ length: count }, (_, at) => builds.map((images) => images[at] ?? images.at(-1)));
    const identity = JSON.stringify([namespace?.name, forms]);
    const known = this.#known.get(pod.spec);
    const isSame = known?.identity === identity && known.manifest === namespace?.manifest;
    if (isSame && known.mutators === mutators) return known.pods;
    const made = forms.map((images) => afterMutation(toGatedPod(pod, namespace, images), mutators));
    // An edit of a mutator that comes to the same leaves the decisions on a pod as they are.
    const pods = isSame ? made.map((form, at) => sameOr(known.pods[at], form)) : made;
    this.#known.set(pod.spec, { manifest: namespace?.manifest, identity, mutators, pods });
    return pods;
  }
}

function sameOr(known: GatedPod | undefined, made: GatedPod): GatedPod {
  return known && made.images.every(({ doubt }, at) => doubt === known.images[at]?.doubt) ? known : made;
}
