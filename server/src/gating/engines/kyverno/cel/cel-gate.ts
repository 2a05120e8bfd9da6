import type { AdmissionObject, AdmissionPod } from '../../../../admission/admission-pod';
import { type Matcher, matcherOf } from '../../../../admission/match-resources';
import type { Resource } from '../../../../manifest/resource';
import { own } from '../../../../text/own';
import { type Gate, type GateDecision, NOT_READABLE, notAsked } from '../../../gate';
import { AdmissionPolicyGate } from '../../validating-admission-policy/gate';

import { CelExceptions } from '../match/cel-exceptions';
import { asKyvernoSees, outOfScope } from '../match/scope';
import { ImageValidation } from './image-validation';

/** The part of a policy that decides on a pod, if the policy applies and no exception exempts the pod. */
interface Decider {
  decide(pod: AdmissionPod): GateDecision;
}

/**
 * The kinds that Kyverno also generates a policy on pods for, unless the policy says otherwise ("ValidatingPolicy",
 * autogen).
 */
const CONTROLLERS: Readonly<Record<string, string>> = {
  Deployment: 'deployments',
  DaemonSet: 'daemonsets',
  StatefulSet: 'statefulsets',
  Job: 'jobs',
  CronJob: 'cronjobs',
};

/** A policy with CEL expressions: a ValidatingPolicy or an ImageValidatingPolicy, cluster-scoped or namespaced. */
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

  decide(pod: AdmissionPod): GateDecision {
    const elsewhere = outOfScope(this.policy, pod);
    if (elsewhere) return notAsked(elsewhere.answer, elsewhere.cause);
    if (pod.objects.length === 0) return NOT_READABLE;
    const decision = this.#decider.decide(asKyvernoSees(pod));
    if (decision.applies === 'no') return decision;
    const exempt = this.#exceptions?.exempts(this.#askers(pod), pod);
    if (exempt) return notAsked(exempt.answer === 'yes' ? 'no' : 'unknown', exempt.cause);
    return { ...decision, denies: decision.denies || this.#deniesUnlessSaid };
  }

  /** The objects whose creation triggers the policy. */
  #askers(pod: AdmissionPod): readonly AdmissionObject[] {
    const { objects } = asKyvernoSees(pod);
    const about = objects.filter((object) => this.#matcher.isAbout(object));
    const isAboutPods = about.some((object) => object === objects.at(-1));
    return objects.filter((object) => about.includes(object) || (isAboutPods && this.#isGenerated(object)));
  }

  #isGenerated({ kind }: AdmissionObject): boolean {
    const resource = own(CONTROLLERS, kind);
    return resource !== undefined && (this.#controllers?.includes(resource) ?? true);
  }
}

/** A ValidatingPolicy is a ValidatingAdmissionPolicy that needs no binding and sets the actions itself. */
function validating(policy: Resource): Decider {
  return new AdmissionPolicyGate(policy, policy, { sources: [], values: () => [null] });
}
