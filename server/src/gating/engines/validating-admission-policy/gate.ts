import type { Resource } from '../../../manifest/resource';
import { all } from '../../answers';
import { ASKED, type Asked, isNotAsked } from '../../asked';
import { policyLook } from '../../cel/policy-look';
import { type Gate, type GateDecision, type ImageDecision, NOT_READABLE, notAsked } from '../../gate';
import type { AdmittedObject, GatedImage, GatedPod } from '../../gated-pod';
import { Checks } from './checks';
import { type Matcher, matcherOf } from './matching';
import type { Parameters } from './parameters';
import { type Variants, withNone, withOnly } from './variants';

const UNREADABLE = notAsked('unknown', NOT_READABLE);
const NOT_OF_THIS_KIND = notAsked('no', 'it is not asked when pods like this one are created');
const SKIPPED: ImageDecision = { verdict: 'skips', reason: 'it does not look at this list of containers' };
const ADMITTED: ImageDecision = { verdict: 'admits' };

/** A ValidatingAdmissionPolicy as one binding puts it into force. */
export class AdmissionPolicyGate implements Gate {
  readonly engine = 'ValidatingAdmissionPolicy';
  readonly policy: Resource;
  readonly #matchers: readonly Matcher[];
  readonly #countsNames: boolean;
  readonly #hasSelectors: boolean;
  readonly #checks: Checks;
  readonly #skipped: readonly string[];
  readonly #manner: { readonly denies: boolean; readonly failsOpen: boolean };
  /** By the shape of pods: which of their objects it is about, and the decision where all is admitted. */
  readonly #about = new Map<string, readonly number[]>();
  readonly #admitted = new Map<string, GateDecision>();

  constructor(policy: Resource, binding: Resource, parameters: Parameters) {
    const spec = policy.value.get('spec');
    this.policy = policy;
    this.#matchers = [matcherOf(spec.get('matchConstraints')), matcherOf(binding.value.at('spec', 'matchResources'))];
    this.#hasSelectors = this.#matchers.some((matcher) => matcher.selects !== undefined);
    this.#countsNames = this.#matchers.some(({ countsNames }) => countsNames);
    const failsOpen = spec.get('failurePolicy').string === 'Ignore';
    this.#checks = new Checks(policy, parameters, failsOpen);
    this.#skipped = policyLook(spec).skipped;
    this.#manner = { denies: binding.value.at('spec', 'validationActions').strings.includes('Deny'), failsOpen };
  }

  decide(pod: GatedPod): GateDecision {
    if (pod.objects.length === 0) return UNREADABLE;
    const about = this.#objectsAbout(pod);
    if (about.length === 0) return NOT_OF_THIS_KIND;
    if (!this.#hasSelectors && !this.#checks.hasConditions) return this.#decideOn(about, pod);
    const asked = about.map((at) => ({ at, ...this.#isAsked(pod.objects[at], pod) }));
    const certain = asked.filter(({ answer }) => answer === 'yes');
    if (certain.length > 0)
      return this.#decideOn(
        certain.map(({ at }) => at),
        pod,
      );
    const doubtful = asked.filter(({ answer }) => answer === 'unknown');
    const [first] = doubtful;
    if (!first) return notAsked('no', asked.at(-1)?.reason ?? '');
    const decision = this.#decideOn(
      doubtful.map(({ at }) => at),
      pod,
    );
    return { ...decision, applies: 'unknown', reason: first.reason };
  }

  /** The places among the pod's objects of those that the rules are about. */
  #objectsAbout({ objects, shape }: GatedPod): readonly number[] {
    let places = this.#countsNames ? undefined : this.#about.get(shape);
    if (!places) {
      places = objects.flatMap((object, at) =>
        this.#matchers.every((matcher) => matcher.isAbout(object)) ? [at] : [],
      );
      this.#about.set(shape, places);
    }
    return places;
  }

  #isAsked(object: AdmittedObject | undefined, pod: GatedPod): Asked {
    if (!object) return ASKED;
    const found = this.#matchers.flatMap((matcher) => matcher.selects?.(object, pod) ?? []);
    const answer = all(found.map((one) => one.answer));
    const selected = found.find((one) => one.answer === answer) ?? ASKED;
    if (answer === 'no') return selected;
    const skipped = this.#checks.skips(object, pod);
    return skipped === undefined ? selected : isNotAsked(skipped);
  }

  #decideOn(places: readonly number[], pod: GatedPod): GateDecision {
    let blamed: (readonly ImageDecision[])[] | undefined;
    for (const at of this.#checks.isEmpty ? [] : places) {
      const object = pod.objects[at];
      const failure = object && this.#checks.failure(object, object.data, pod);
      if (failure) blamed = [...(blamed ?? []), this.#blame(failure, object, pod)];
    }
    if (!blamed) return this.#allAdmitted(pod);
    const images = pod.images.map((image, at) =>
      worstOf([this.#admitting(image), ...(blamed ?? []).flatMap((one) => one[at] ?? [])]),
    );
    return { applies: 'yes', ...this.#manner, images };
  }

  /** The same object for all pods alike: most are admitted by most policies. */
  #allAdmitted(pod: GatedPod): GateDecision {
    let decision = this.#admitted.get(pod.shape);
    if (!decision) {
      decision = { applies: 'yes', ...this.#manner, images: pod.images.map((image) => this.#admitting(image)) };
      this.#admitted.set(pod.shape, decision);
    }
    return decision;
  }

  #admitting({ list }: GatedImage): ImageDecision {
    return this.#checks.isEmpty || this.#skipped.includes(list) ? SKIPPED : ADMITTED;
  }

  /** Which images are to blame: those that fail where they are the only one or, where none does, all. */
  #blame(failure: ImageDecision, object: AdmittedObject, pod: GatedPod): readonly ImageDecision[] {
    if (pod.images.length === 1) return [failure];
    const alone = pod.images.map((image) => this.#failureOf(image, object, pod) ?? this.#admitting(image));
    if (alone.some(({ verdict }) => verdict === failure.verdict)) return alone;
    const isAnyLookedAt = alone.some(({ verdict }) => verdict !== 'skips');
    return alone.map((one) => (one.verdict === 'skips' && isAnyLookedAt ? one : failure));
  }

  /** Why a container is refused, whatever others are beside it. */
  #failureOf(image: GatedImage, object: AdmittedObject, pod: GatedPod): ImageDecision | undefined {
    const failure = this.#failureOfBoth(withOnly(object, image), object, pod);
    // A list that it doesn't look at can still be one that it speaks of.
    if (!failure || this.#admitting(image).verdict !== 'skips') return failure;
    return this.#failureOfBoth(withNone(object), object, pod) ? undefined : failure;
  }

  #failureOfBoth({ dropping, keeping }: Variants, object: AdmittedObject, pod: GatedPod): ImageDecision | undefined {
    const failure = this.#checks.failure(object, dropping, pod);
    return failure && (keeping === dropping ? failure : this.#checks.failure(object, keeping, pod));
  }
}

const ORDER = ['rejects', 'unknown', 'admits', 'skips'];

/** What counts of decisions on the workload and on its pods: all of them have to be passed. */
function worstOf(decisions: readonly ImageDecision[]): ImageDecision {
  return decisions.reduce(
    (worst, one) => (ORDER.indexOf(one.verdict) < ORDER.indexOf(worst.verdict) ? one : worst),
    SKIPPED,
  );
}
