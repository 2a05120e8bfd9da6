import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { askAll, type Condition } from '../../asked';
import { type Gate, type GateDecision, type ImageDecision, NOT_READABLE, notAsked } from '../../gate';
import type { AdmittedObject, GatedImage, GatedPod } from '../../gated-pod';
import { isNoList, isNoMap, isNoText } from '../../text-list';
import { type Action, actionOf } from './action';
import type { Checks } from './checks';
import type { Installation } from './installation';
import { ConstraintMatch } from './matching';

/** What the template of a constraint does. */
export interface Reading {
  /** Whose policy it is to people. */
  readonly engine: string;
  readonly checks: Checks;
}

/** The part of a constraint that something else than its schema allows stands in, such as a template's expression. */
function unreadablePart(spec: YamlValue): string | undefined {
  const match = spec.get('match');
  const texts = [spec.get('enforcementAction'), match.get('scope'), match.get('source'), match.get('name')];
  if (isNoList(match.get('kinds'))) return 'kinds';
  return [spec, match, spec.get('parameters')].find(isNoMap)?.name ?? texts.find(isNoText)?.name;
}

const NO_IMAGE: ImageDecision = { verdict: 'unknown', reason: 'the image is still to be filled in' };

/** A constraint about images. */
export class ConstraintGate implements Gate {
  readonly engine: string;
  readonly policy: Resource;
  readonly #match: ConstraintMatch;
  readonly #conditions: readonly Condition[];
  readonly #action: Action;
  readonly #reading: Reading;
  readonly #installation: Installation;
  readonly #unreadable: string | undefined;

  /** @param expansions the ExpansionTemplates of the workspace */
  constructor(policy: Resource, reading: Reading, installation: Installation, expansions: readonly Resource[]) {
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
    this.#unreadable = unreadablePart(spec);
  }

  decide(pod: GatedPod): GateDecision {
    const object = pod.objects.at(-1);
    if (!object) return notAsked('unknown', NOT_READABLE);
    if (this.#unreadable !== undefined) return notAsked('unknown', `its \`${this.#unreadable}\` can not be read`);
    if (!this.#action.isAsked) return notAsked('no', this.#action.reason);
    const { answer, reason } = askAll(this.#conditions, object, pod);
    if (answer === 'no') return this.#ofWorkload(object, pod) ?? notAsked('no', reason);
    return {
      applies: answer,
      ...(answer === 'unknown' && { reason }),
      denies: this.#action.denies,
      failsOpen: this.#installation.failsOpen,
      images: pod.images.map((image) => this.#decideImage(image)),
    };
  }

  #decideImage({ list, image }: GatedImage): ImageDecision {
    const check = this.#reading.checks.get(list);
    if (!check) return { verdict: 'skips', reason: `its ConstraintTemplate does not look at \`${list}\`` };
    return image === undefined ? NO_IMAGE : check(image);
  }

  /** A constraint that is about workloads, but not about pods ("Working with Workload Resources"). */
  #ofWorkload(own: AdmittedObject, pod: GatedPod): GateDecision | undefined {
    if (this.#match.isAboutKind(own, pod)) return undefined;
    const workload = pod.objects.find((object) => askAll(this.#conditions, object, pod).answer === 'yes');
    if (!workload) return undefined;
    const reason = `it is about the ${workload.kind}, but its template sees the containers of pods alone`;
    return {
      applies: 'yes',
      denies: this.#action.denies,
      failsOpen: this.#installation.failsOpen,
      images: pod.images.map(() => ({ verdict: 'skips', reason, at: this.policy.value.at('spec', 'match', 'kinds') })),
    };
  }
}
