import type { Resource } from '../../../manifest/resource';
import { any } from '../../answers';
import { type Gate, type GateDecision, type ImageDecision, NOT_READABLE, notAsked } from '../../gate';
import type { GatedPod } from '../../gated-pod';
import { type ImagePolicy, isCovered } from './image-policy';
import type { Installation } from './installation';
import { type ImageNames, isRefusal, subjectOf } from './subject';

const ENGINE = 'sigstore policy-controller';

/** A ClusterImagePolicy; where several are about an image, each has to be met. It looks at every list of containers. */
export class ImagePolicyGate implements Gate {
  readonly engine = ENGINE;
  readonly policy: Resource;
  readonly #policy: ImagePolicy;
  readonly #installation: Installation;

  constructor(policy: ImagePolicy, installation: Installation) {
    this.policy = policy.resource;
    this.#policy = policy;
    this.#installation = installation;
  }

  decide(pod: GatedPod): GateDecision {
    return decideIn(pod, this.#installation, this.#policy.denies, (objects) => {
      if (!objects.some((object) => this.#policy.isAbout(object))) return 'its `match` has none of these objects';
      return (image) => ('verdict' in image ? image : this.#policy.decide(image));
    });
  }
}

/**
 * What becomes of images that no policy is about: refused, unless the ConfigMap `config-policy-controller` says otherwise.
 * The policies of the workspace are taken to be all that the cluster has.
 */
export class NoMatchGate implements Gate {
  readonly engine = ENGINE;
  readonly policy: Resource;
  readonly #ofAll: readonly ImagePolicy[];
  /** Those with a `match`. */
  readonly #ofSome: readonly ImagePolicy[];
  readonly #installation: Installation;

  /** @param policy the one to name: the decision is of none of them */
  constructor(policy: Resource, policies: readonly ImagePolicy[], installation: Installation) {
    this.policy = policy;
    this.#ofAll = policies.filter(({ isAboutAll }) => isAboutAll);
    this.#ofSome = policies.filter(({ isAboutAll }) => !isAboutAll);
    this.#installation = installation;
  }

  decide(pod: GatedPod): GateDecision {
    const denies = this.#installation.noMatch === 'deny';
    const decision = decideIn(pod, this.#installation, denies, (objects) => (image) => {
      // What can't be read is refused by each policy that is about the pod: once is enough to be said.
      if ('verdict' in image) return isRefusal(image) && this.#isAboutOne(objects) ? COVERED : image;
      const answer = isCovered(this.#ofAll, image);
      if (answer === 'yes') return COVERED;
      const answers = objects.map((object) => {
        const own = this.#ofSome.filter((policy) => policy.isAbout(object));
        return any([answer, isCovered(own, image)]);
      });
      const bare = objects[answers.indexOf('no')];
      if (bare) return this.#refusal(bare.kind);
      return answers.includes('unknown') ? DOUBTFUL : COVERED;
    });
    const isCoveredWhole = decision.images.every(({ verdict }) => verdict === 'skips');
    if (decision.applies === 'no' || !isCoveredWhole) return decision;
    return notAsked('no', 'a ClusterImagePolicy is about each of its images');
  }

  #isAboutOne(objects: GatedPod['objects']): boolean {
    return this.#ofAll.length > 0 || objects.some((object) => this.#ofSome.some((policy) => policy.isAbout(object)));
  }

  #refusal(kind: string): ImageDecision {
    const does = this.#installation.noMatch === 'deny' ? 'refuses it' : 'warns';
    const reason = `no ClusterImagePolicy is about it in the ${kind}, and then policy-controller ${does} (\`no-match-policy\`)`;
    return { verdict: 'rejects', reason, at: this.policy.value.at('spec', 'images') };
  }
}

const DOUBTFUL: ImageDecision = {
  verdict: 'unknown',
  reason: 'it is not known whether a ClusterImagePolicy is about it',
};
const COVERED: ImageDecision = { verdict: 'skips', reason: 'a ClusterImagePolicy is about it' };

/** @param image its names, or what is already decided about it */
type Decider = (image: ImageNames | ImageDecision) => ImageDecision;

/** @param open what decides about the images of some objects, or why nothing is to be decided */
function decideIn(
  pod: GatedPod,
  installation: Installation,
  denies: boolean,
  open: (objects: GatedPod['objects']) => Decider | string,
): GateDecision {
  const { objects, images, isRefused } = subjectOf(pod);
  const last = objects.at(-1);
  if (!last) return notAsked('unknown', NOT_READABLE);
  const { answer, reason } = installation.asksAbout(last, pod);
  if (answer === 'no') return notAsked('no', reason);
  const decide = open(objects);
  if (typeof decide === 'string') return notAsked('no', decide);
  return {
    applies: answer,
    ...(answer === 'unknown' && { reason }),
    denies: denies || isRefused,
    failsOpen: installation.failsOpen,
    images: images.map(decide),
  };
}
