import { type AdmissionNamespace, type AdmissionPod, toAdmissionPod } from '../admission/admission-pod';
import { afterMutation, type ImageMutator } from '../gating/mutators/image-mutator';
import type { YamlValue } from '../manifest/value';
import type { Pod } from '../pod/pod';

interface Known {
  readonly manifest: AdmissionNamespace['manifest'];
  readonly identity: string;
  readonly mutators: readonly ImageMutator[];
  readonly pods: readonly AdmissionPod[];
}

/** Pods as admission sees them. It returns the same objects until something about them changes. */
export class AdmissionPods {
  readonly #known = new WeakMap<YamlValue, Known>();

  /**
   * The forms of a pod in the builds of kustomizations; one form without kustomizations.
   * @param imagesFor returns the images that the builds make of a written image
   * @param mutators the same list until one of them changes
   */
  of(
    pod: Pod,
    namespace: AdmissionNamespace | undefined,
    imagesFor: (image: string) => readonly string[],
    mutators: readonly ImageMutator[],
  ): readonly AdmissionPod[] {
    const builds = pod.images.map(({ text }) => (text === undefined ? [undefined] : imagesFor(text)));
    const count = Math.max(1, ...builds.map(({ length }) => length));
    const forms = Array.from({ length: count }, (_, index) => builds.map((images) => images[index] ?? images.at(-1)));
    const identity = JSON.stringify([namespace?.name, forms]);
    const known = this.#known.get(pod.spec);
    const isSame = known?.identity === identity && known.manifest === namespace?.manifest;
    if (isSame && known.mutators === mutators) return known.pods;
    const made = forms.map((images) => afterMutation(toAdmissionPod(pod, namespace, images), mutators));
    // If an edit of a mutator changes nothing for a pod, its decisions stay valid.
    const pods = isSame ? made.map((form, index) => sameOr(known.pods[index], form)) : made;
    this.#known.set(pod.spec, { manifest: namespace?.manifest, identity, mutators, pods });
    return pods;
  }
}

function sameOr(known: AdmissionPod | undefined, made: AdmissionPod): AdmissionPod {
  return known && made.images.every(({ doubt }, index) => doubt === known.images[index]?.doubt) ? known : made;
}
