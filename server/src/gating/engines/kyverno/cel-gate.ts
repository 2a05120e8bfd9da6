import type { Resource } from '../../../manifest/resource';
import { type Gate, type GateDecision, type ImageDecision, NOT_READABLE, notAsked } from '../../gate';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import { AdmissionPolicyGate } from '../validating-admission-policy/gate';
import { type Matcher, matcherOf } from '../validating-admission-policy/matching';
import { CelExceptions } from './cel-exceptions';
import { ImageValidation } from './image-validation';
import { NOT_FILLED_IN } from './images';
import { asKyvernoSees, outOfScope } from './scope';

/** What a policy decides where it counts and nothing exempts from it. */
interface Decider {
  decide(pod: GatedPod): GateDecision;
}

/** The kinds for which a policy on pods is generated, too, unless it says otherwise ("ValidatingPolicy", autogen). */
const CONTROLLERS: Readonly<Record<string, string>> = {
  Deployment: 'deployments',
  DaemonSet: 'daemonsets',
  StatefulSet: 'statefulsets',
  Job: 'jobs',
  CronJob: 'cronjobs',
};

/** A policy of CEL expressions: a ValidatingPolicy or an ImageValidatingPolicy, of the cluster or of a namespace. */
export class KyvernoCelGate implements Gate {
  readonly engine = 'Kyverno';
  readonly policy: Resource;
  readonly #decider: Decider;
  readonly #matcher: Matcher;
  readonly #exceptions: CelExceptions | undefined;
  readonly #controllers: readonly string[] | undefined;
  readonly #deniesUnlessSaid: boolean;

  constructor(policy: Resource, exceptions: readonly Resource[]) {
    const spec = policy.value.get('spec');
    this.policy = policy;
    this.#decider = policy.kind.endsWith('ImageValidatingPolicy') ? new ImageValidation(policy) : validating(policy);
    this.#matcher = matcherOf(spec.get('matchConstraints'));
    this.#exceptions = exceptions.length > 0 ? new CelExceptions(exceptions) : undefined;
    const controllers = spec.at('autogen', 'podControllers', 'controllers');
    this.#controllers = controllers.exists ? controllers.strings : undefined;
    this.#deniesUnlessSaid = spec.get('validationActions').items.length === 0;
  }

  decide(pod: GatedPod): GateDecision {
    const elsewhere = outOfScope(this.policy, pod);
    if (elsewhere) return notAsked(elsewhere.answer, elsewhere.reason);
    if (pod.objects.length === 0) return notAsked('unknown', NOT_READABLE);
    const decision = this.#decider.decide(asKyvernoSees(pod));
    if (decision.applies === 'no') return decision;
    const exempt = this.#exceptions?.exempts(this.#askers(pod), pod);
    if (exempt && exempt.answer !== 'no') {
      return notAsked(exempt.answer === 'yes' ? 'no' : 'unknown', exempt.reason);
    }
    return { ...decision, denies: decision.denies || this.#deniesUnlessSaid, images: inPlace(decision, pod) };
  }

  /** The objects whose creation asks it. */
  #askers(pod: GatedPod): readonly AdmittedObject[] {
    const { objects } = asKyvernoSees(pod);
    const about = objects.filter((object) => this.#matcher.isAbout(object));
    const isAboutPods = about.some((object) => object === objects.at(-1));
    return objects.filter((object) => about.includes(object) || (isAboutPods && this.#isGenerated(object)));
  }

  #isGenerated({ kind }: AdmittedObject): boolean {
    const resource = CONTROLLERS[kind];
    return resource !== undefined && (this.#controllers?.includes(resource) ?? true);
  }
}

/** Nothing is said of images that nobody knows yet. */
function inPlace({ images }: GateDecision, pod: GatedPod): readonly ImageDecision[] {
  return images.map((decision, at) =>
    decision.verdict === 'skips' || pod.images[at]?.image !== undefined
      ? decision
      : { ...decision, verdict: 'unknown', reason: NOT_FILLED_IN },
  );
}

/** A ValidatingPolicy is a ValidatingAdmissionPolicy that needs no binding and says itself what comes of its findings. */
function validating(policy: Resource): Decider {
  return new AdmissionPolicyGate(policy, policy, { sources: [], values: () => [null] });
}
