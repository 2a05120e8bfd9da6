import type { AdmissionImage, AdmissionObject, AdmissionPod } from '../../../admission/admission-pod';
import { applicabilityOf, type Condition } from '../../../admission/applicability';
import { isNoList, isNoMap, isNoText } from '../../../admission/text-list';
import type { Cause } from '../../../cause/cause';
import { sharedBy } from '../../../cause/shared';
import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import type { ImageList } from '../../../pod/template';
import { type Gate, type GateDecision, type ImageDecision, NOT_FILLED_IN, NOT_READABLE, notAsked } from '../../gate';
import { actionOf, type EnforcementAction } from './action';
import type { ListChecks } from './checks';
import type { GatekeeperInstallation } from './installation';
import { ConstraintMatch } from './matching';

/** What the template of a constraint does. */
export interface Reading {
  /** The engine of the policy in messages. */
  readonly engine: string;
  readonly checks: ListChecks;
}

/** The field of a constraint with a value that its schema does not allow, such as a template expression. */
function unreadablePart(spec: YamlValue): string | undefined {
  const match = spec.get('match');
  const texts = [spec.get('enforcementAction'), match.get('scope'), match.get('source'), match.get('name')];
  if (isNoList(match.get('kinds'))) return 'kinds';
  return [spec, match, spec.get('parameters')].find(isNoMap)?.name ?? texts.find(isNoText)?.name;
}

const notLookedAt = sharedBy((list: ImageList): ImageDecision => {
  return { verdict: 'skips', cause: { kind: 'list-not-looked-at', list } };
});
const podsOnly = sharedBy((of: string): Cause => ({ kind: 'pods-only', of }));

function neverAsked(unreadable: string | undefined, { cause }: EnforcementAction): GateDecision | undefined {
  if (unreadable !== undefined) return notAsked('unknown', { kind: 'unreadable', field: unreadable });
  return cause && notAsked('no', cause);
}

/** A constraint about images. */
export class ConstraintGate implements Gate {
  readonly engine: string;
  readonly policy: Resource;
  readonly #match: ConstraintMatch;
  readonly #conditions: readonly Condition[];
  readonly #action: EnforcementAction;
  readonly #reading: Reading;
  readonly #installation: GatekeeperInstallation;
  /** The decision on every readable pod, if it is the same for all pods. */
  readonly #never: GateDecision | undefined;

  /** @param expansions the ExpansionTemplates of the workspace */
  constructor(
    policy: Resource,
    reading: Reading,
    installation: GatekeeperInstallation,
    expansions: readonly Resource[],
  ) {
    const spec = policy.value.get('spec');
    this.engine = reading.engine;
    this.policy = policy;
    const match = new ConstraintMatch(spec.get('match'), expansions);
    this.#match = match;
    this.#conditions = [
      (object, pod) => match.isAbout(object, pod),
      (object, pod) => installation.asksAbout(object, pod),
    ];
    this.#action = actionOf(spec);
    this.#reading = reading;
    this.#installation = installation;
    this.#never = neverAsked(unreadablePart(spec), this.#action);
  }

  decide(pod: AdmissionPod): GateDecision {
    const object = pod.objects.at(-1);
    if (!object) return NOT_READABLE;
    if (this.#never) return this.#never;
    const { answer, cause } = applicabilityOf(this.#conditions, object, pod);
    if (answer === 'no') return this.#ofWorkload(object, pod) ?? notAsked('no', cause);
    return {
      applies: answer,
      ...(answer === 'unknown' && { cause }),
      denies: this.#action.denies,
      failsOpen: this.#installation.failsOpen,
      images: pod.images.map((image) => this.#decideImage(image)),
    };
  }

  #decideImage({ list, image }: AdmissionImage): ImageDecision {
    const check = this.#reading.checks.get(list);
    if (!check) return notLookedAt(list);
    return image === undefined ? NOT_FILLED_IN : check(image);
  }

  /** The decision of a constraint that applies to workloads, but not to pods ("Working with Workload Resources"). */
  #ofWorkload(own: AdmissionObject, pod: AdmissionPod): GateDecision | undefined {
    if (this.#match.isAboutKind(own, pod)) return undefined;
    const workload = pod.objects.find((object) => applicabilityOf(this.#conditions, object, pod).answer === 'yes');
    if (!workload) return undefined;
    const decision: ImageDecision = {
      verdict: 'skips',
      cause: podsOnly(workload.kind),
      at: this.policy.value.at('spec', 'match', 'kinds'),
    };
    return {
      applies: 'yes',
      denies: this.#action.denies,
      failsOpen: this.#installation.failsOpen,
      images: pod.images.map(() => decision),
    };
  }
}
