import type { AdmissionPod } from '../../../admission/admission-pod';
import { any } from '../../../admission/answers';
import { sharedBy } from '../../../cause/shared';
import type { Resource } from '../../../manifest/resource';
import { type Gate, type GateDecision, type ImageDecision, NOT_READABLE, notAsked } from '../../gate';
import { type ImagePolicy, isCovered } from './image-policy';
import type { PolicyControllerInstallation } from './installation';
import { type ImageNames, isRefusal, toPolicySubject } from './subject';

const ENGINE = 'sigstore policy-controller';

/**
 * A ClusterImagePolicy. If several policies cover an image, the image has to pass each. It checks every list of
 * containers.
 */
export class ImagePolicyGate implements Gate {
  readonly engine = ENGINE;
  readonly policy: Resource;
  readonly #policy: ImagePolicy;
  readonly #installation: PolicyControllerInstallation;

  constructor(policy: ImagePolicy, installation: PolicyControllerInstallation) {
    this.policy = policy.resource;
    this.#policy = policy;
    this.#installation = installation;
  }

  decide(pod: AdmissionPod): GateDecision {
    return decideIn(pod, this.#installation, this.#policy.denies, (objects) => {
      if (!objects.some((object) => this.#policy.isAbout(object))) return NOT_IN_MATCH;
      return (image) => ('verdict' in image ? image : this.#policy.decide(image));
    });
  }
}

/**
 * The decision on images that no policy covers: denied, unless the ConfigMap `config-policy-controller` says otherwise.
 * The gate assumes that the cluster has no other policies than the workspace.
 */
export class NoMatchGate implements Gate {
  readonly engine = ENGINE;
  readonly policy: Resource;
  readonly #ofAll: readonly ImagePolicy[];
  /** The policies with a `match`. */
  readonly #ofSome: readonly ImagePolicy[];
  readonly #installation: PolicyControllerInstallation;

  /** The decision, by the kind of the object. */
  readonly #refusal = sharedBy((of: string): ImageDecision => {
    const denies = this.#installation.noMatch === 'deny';
    return {
      verdict: 'rejects',
      cause: { kind: 'not-covered', of, denies },
      at: this.policy.value.at('spec', 'images'),
    };
  });

  /** @param policy the policy to name in messages: no policy makes this decision */
  constructor(policy: Resource, policies: readonly ImagePolicy[], installation: PolicyControllerInstallation) {
    this.policy = policy;
    this.#ofAll = policies.filter(({ isAboutAll }) => isAboutAll);
    this.#ofSome = policies.filter(({ isAboutAll }) => !isAboutAll);
    this.#installation = installation;
  }

  decide(pod: AdmissionPod): GateDecision {
    const denies = this.#installation.noMatch === 'deny';
    const decision = decideIn(pod, this.#installation, denies, (objects) => (image) => {
      // Each policy about the pod denies an image that cannot be parsed. One report is enough.
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
    return ALL_COVERED;
  }

  #isAboutOne(objects: AdmissionPod['objects']): boolean {
    return this.#ofAll.length > 0 || objects.some((object) => this.#ofSome.some((policy) => policy.isAbout(object)));
  }
}

const DOUBTFUL: ImageDecision = { verdict: 'unknown', cause: { kind: 'coverage-unknown' } };
const COVERED: ImageDecision = { verdict: 'skips', cause: { kind: 'covered', which: 'image' } };
const ALL_COVERED = notAsked('no', { kind: 'covered', which: 'pod' });
const NOT_IN_MATCH = notAsked('no', { kind: 'match-excludes-objects' });

/** @param image its names, or the decision on it if there is one already */
type Decider = (image: ImageNames | ImageDecision) => ImageDecision;

/** @param open the function that decides on the images of some objects, or the decision that the gate doesn't apply */
function decideIn(
  pod: AdmissionPod,
  installation: PolicyControllerInstallation,
  denies: boolean,
  open: (objects: AdmissionPod['objects']) => Decider | GateDecision,
): GateDecision {
  const { objects, images, isRefused } = toPolicySubject(pod);
  const last = objects.at(-1);
  if (!last) return NOT_READABLE;
  const { answer, cause } = installation.asksAbout(last, pod);
  if (answer === 'no') return notAsked('no', cause);
  const decide = open(objects);
  if (typeof decide !== 'function') return decide;
  return {
    applies: answer,
    ...(answer === 'unknown' && { cause }),
    denies: denies || isRefused,
    failsOpen: installation.failsOpen,
    images: images.map(decide),
  };
}
