import type { AdmissionImage, AdmissionObject, AdmissionPod } from '../../../admission/admission-pod';
import { all } from '../../../admission/answers';
import { APPLIES, type Applicability, doesNotApply } from '../../../admission/applicability';
import { type Matcher, matcherOf } from '../../../admission/match-resources';
import { policyImageUsage } from '../../../cel/policy-look';
import type { Resource } from '../../../manifest/resource';
import { type Gate, type GateDecision, type ImageDecision, NOT_READABLE, notAsked, VOLUMES_SKIPPED } from '../../gate';
import { ValidationChecks } from './checks';
import type { PolicyParameters } from './parameters';
import { type Variants, withNone, withOnly } from './variants';

const NOT_OF_THIS_KIND = notAsked('no', { kind: 'not-at-creation', by: 'rules' });
const SKIPPED: ImageDecision = { verdict: 'skips', cause: { kind: 'list-not-looked-at' } };
const ADMITTED: ImageDecision = { verdict: 'admits' };

/** A ValidatingAdmissionPolicy, as one binding puts it into force. */
export class AdmissionPolicyGate implements Gate {
  readonly engine = 'ValidatingAdmissionPolicy';
  readonly policy: Resource;
  readonly #matchers: readonly Matcher[];
  readonly #countsNames: boolean;
  readonly #hasSelectors: boolean;
  readonly #checks: ValidationChecks;
  readonly #skipped: readonly string[];
  readonly #manner: { readonly denies: boolean; readonly failsOpen: boolean };
  /**
   * By the shape of pods: the objects of the pod that the policy applies to, and the decision if all images are
   * admitted.
   */
  readonly #about = new Map<string, readonly number[]>();
  readonly #admitted = new Map<string, GateDecision>();

  constructor(policy: Resource, binding: Resource, parameters: PolicyParameters) {
    const spec = policy.value.get('spec');
    this.policy = policy;
    this.#matchers = [matcherOf(spec.get('matchConstraints')), matcherOf(binding.value.at('spec', 'matchResources'))];
    this.#hasSelectors = this.#matchers.some((matcher) => matcher.selects !== undefined);
    this.#countsNames = this.#matchers.some(({ countsNames }) => countsNames);
    const failsOpen = spec.get('failurePolicy').string === 'Ignore';
    this.#checks = new ValidationChecks(policy, parameters, failsOpen);
    this.#skipped = policyImageUsage(spec).skipped;
    this.#manner = { denies: binding.value.at('spec', 'validationActions').strings.includes('Deny'), failsOpen };
  }

  decide(pod: AdmissionPod): GateDecision {
    if (pod.objects.length === 0) return NOT_READABLE;
    const about = this.#objectsAbout(pod);
    if (about.length === 0) return NOT_OF_THIS_KIND;
    if (!this.#hasSelectors && !this.#checks.hasConditions) return this.#decideOn(about, pod);
    const asked = about.map((index) => ({ index, by: this.#isAsked(pod.objects[index], pod) }));
    const certain = asked.filter(({ by }) => by.answer === 'yes');
    if (certain.length > 0)
      return this.#decideOn(
        certain.map(({ index }) => index),
        pod,
      );
    const doubtful = asked.filter(({ by }) => by.answer === 'unknown');
    const cause = (doubtful[0] ?? asked.at(-1))?.by.cause;
    if (doubtful.length === 0 || !cause) return cause ? notAsked('no', cause) : NOT_OF_THIS_KIND;
    const decision = this.#decideOn(
      doubtful.map(({ index }) => index),
      pod,
    );
    return { ...decision, applies: 'unknown', cause };
  }

  /** The indexes of the objects of the pod that the rules match. */
  #objectsAbout({ objects, shape }: AdmissionPod): readonly number[] {
    let places = this.#countsNames ? undefined : this.#about.get(shape);
    if (!places) {
      places = objects.flatMap((object, index) =>
        this.#matchers.every((matcher) => matcher.isAbout(object)) ? [index] : [],
      );
      this.#about.set(shape, places);
    }
    return places;
  }

  #isAsked(object: AdmissionObject | undefined, pod: AdmissionPod): Applicability {
    if (!object) return APPLIES;
    const found = this.#matchers.flatMap((matcher) => matcher.selects?.(object, pod) ?? []);
    const answer = all(found.map((one) => one.answer));
    const selected = found.find((one) => one.answer === answer) ?? APPLIES;
    if (answer === 'no') return selected;
    const skipped = this.#checks.skips(object, pod);
    return skipped ? doesNotApply(skipped) : selected;
  }

  #decideOn(places: readonly number[], pod: AdmissionPod): GateDecision {
    let blamed: (readonly ImageDecision[])[] | undefined;
    for (const index of this.#checks.isEmpty ? [] : places) {
      const object = pod.objects[index];
      const failure = object && this.#checks.failure(object, object.data, pod);
      if (failure) blamed = [...(blamed ?? []), this.#blame(failure, object, pod)];
    }
    if (!blamed) return this.#allAdmitted(pod);
    const images = pod.images.map((image, index) =>
      worstOf([this.#admitting(image), ...(blamed ?? []).flatMap((one) => one[index] ?? [])]),
    );
    return { applies: 'yes', ...this.#manner, images };
  }

  /** The same decision object for all pods of one shape, because most policies admit most pods. */
  #allAdmitted(pod: AdmissionPod): GateDecision {
    let decision = this.#admitted.get(pod.shape);
    if (!decision) {
      decision = { applies: 'yes', ...this.#manner, images: pod.images.map((image) => this.#admitting(image)) };
      this.#admitted.set(pod.shape, decision);
    }
    return decision;
  }

  #admitting({ list }: AdmissionImage): ImageDecision {
    if (!this.#checks.isEmpty && !this.#skipped.includes(list)) return ADMITTED;
    return list === 'volumes' ? VOLUMES_SKIPPED : SKIPPED;
  }

  /** The images that cause a failure: those that fail as the only image, or all if none does. */
  #blame(failure: ImageDecision, object: AdmissionObject, pod: AdmissionPod): readonly ImageDecision[] {
    if (pod.images.length === 1) return [failure];
    const alone = pod.images.map((image) => this.#failureOf(image, object, pod) ?? this.#admitting(image));
    if (alone.some(({ verdict }) => verdict === failure.verdict)) {
      // The API server says of the whole pod why it denies it.
      return alone.map((one) => (one.verdict === failure.verdict && one.at === failure.at ? failure : one));
    }
    const isAnyLookedAt = alone.some(({ verdict }) => verdict !== 'skips');
    return alone.map((one) => (one.verdict === 'skips' && isAnyLookedAt ? one : failure));
  }

  /** Why a container is denied as the only container. */
  #failureOf(image: AdmissionImage, object: AdmissionObject, pod: AdmissionPod): ImageDecision | undefined {
    const failure = this.#failureOfBoth(withOnly(object, image), object, pod);
    // The policy can still count a list whose images it doesn't check.
    if (!failure || this.#admitting(image).verdict !== 'skips') return failure;
    return this.#failureOfBoth(withNone(object), object, pod) ? undefined : failure;
  }

  #failureOfBoth(
    { dropping, keeping }: Variants,
    object: AdmissionObject,
    pod: AdmissionPod,
  ): ImageDecision | undefined {
    const failure = this.#checks.failure(object, dropping, pod);
    return failure && (keeping === dropping ? failure : this.#checks.failure(object, keeping, pod));
  }
}

const ORDER = ['rejects', 'unknown', 'admits', 'skips'];

/** The worst of the decisions on a workload and its pods, because the policy must admit all of them. */
function worstOf(decisions: readonly ImageDecision[]): ImageDecision {
  return decisions.reduce(
    (worst, one) => (ORDER.indexOf(one.verdict) < ORDER.indexOf(worst.verdict) ? one : worst),
    SKIPPED,
  );
}
