import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { inTurn } from '../../asked';
import { type Gate, type GateDecision, type ImageDecision, NOT_READABLE, notAsked } from '../../gate';
import type { GatedImage, GatedPod } from '../../gated-pod';
import { isNoList, isNoMap } from '../../text-list';
import { type Action, actionOf } from './action';
import { type Check, checkOf, unknown } from './checks';
import type { Installation } from './installation';
import { ConstraintMatch } from './matching';
import { factsOfTemplate, type TemplateFacts } from './template';

/** What a constraint is joined with. */
export interface ConstraintSurroundings {
  /** Its ConstraintTemplate, if the workspace has it. */
  readonly template: Resource | undefined;
  readonly expansions: readonly Resource[];
  readonly installation: Installation;
}

/** The part of a constraint that something else than its schema allows stands in, such as a template's expression. */
function unreadablePart(spec: YamlValue): string | undefined {
  const match = spec.get('match');
  const action = spec.get('enforcementAction');
  if (action.exists && action.string === undefined) return 'enforcementAction';
  if (isNoList(match.get('kinds'))) return 'kinds';
  const maps = [spec, match, spec.get('parameters'), match.get('labelSelector'), match.get('namespaceSelector')];
  return maps.find(isNoMap)?.name;
}

const NO_IMAGE: ImageDecision = { verdict: 'unknown', reason: 'the image is still to be filled in' };

/** A constraint of one of the templates about images in Gatekeeper's library. */
export class ConstraintGate implements Gate {
  readonly engine = 'Gatekeeper';
  readonly policy: Resource;
  readonly #match: ConstraintMatch;
  readonly #action: Action;
  readonly #check: Check;
  readonly #template: TemplateFacts;
  readonly #installation: Installation;
  readonly #unreadable: string | undefined;

  constructor(policy: Resource, { template, expansions, installation }: ConstraintSurroundings) {
    const spec = policy.value.get('spec');
    this.policy = policy;
    this.#match = new ConstraintMatch(spec.get('match'), expansions);
    this.#action = actionOf(spec);
    this.#template = factsOfTemplate(template);
    const { doubt } = this.#template;
    this.#check = doubt === undefined ? checkOf(policy.kind, spec.get('parameters')) : unknown(doubt);
    this.#installation = installation;
    this.#unreadable = unreadablePart(spec);
  }

  decide(pod: GatedPod): GateDecision {
    const object = pod.objects.at(-1);
    if (!object) return notAsked('unknown', NOT_READABLE);
    if (this.#unreadable !== undefined) return notAsked('unknown', `its \`${this.#unreadable}\` can not be read`);
    if (!this.#action.isAsked) return notAsked('no', this.#action.reason);
    const { answer, reason } = inTurn(
      () => this.#match.isAbout(object, pod),
      () => this.#installation.asksAbout(object, pod),
    );
    if (answer === 'no') return this.#ofWorkload(pod) ?? notAsked('no', reason);
    return {
      applies: answer,
      ...(answer === 'unknown' && { reason }),
      denies: this.#action.denies,
      failsOpen: this.#installation.failsOpen,
      images: pod.images.map((image) => this.#decideImage(image)),
    };
  }

  #decideImage({ list, image }: GatedImage): ImageDecision {
    if (!this.#template.lists.includes(list)) {
      return { verdict: 'skips', reason: `its ConstraintTemplate does not look at \`${list}\`` };
    }
    return image === undefined ? NO_IMAGE : this.#check(image);
  }

  /** A constraint that is about workloads, but not about pods ("Working with Workload Resources"). */
  #ofWorkload(pod: GatedPod): GateDecision | undefined {
    const workload = pod.objects
      .slice(0, -1)
      .find(
        (object) =>
          this.#match.isAbout(object, pod).answer === 'yes' &&
          this.#installation.asksAbout(object, pod).answer === 'yes',
      );
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
