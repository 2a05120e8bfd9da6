import {
  decideOn,
  type Gate,
  type GateDecision,
  type GateRecipe,
  type ImageDecision,
  type PodDecision,
} from '../gating/gate';
import type { GatedPod } from '../gating/gated-pod';

/** How many pods are decided about at a time; half as many and twice as many are about as fast. */
const BLOCK = 128;

interface Branch {
  readonly gates: Gate[];
  readonly next: WeakMap<object, Branch>;
}

/**
 * Keeps gates for as long as all that they are made from stays the same, and what they decided on pods that stay the
 * same: after an edit of a policy, only its own decisions are made anew.
 */
export class GateMemo {
  readonly #root = newBranch();
  readonly #decided = new WeakMap<
    GatedPod,
    { readonly gates: readonly Gate[]; readonly decisions: readonly GateDecision[] }
  >();

  /** The gates of some recipes, in their order. */
  gatesOf(recipes: readonly GateRecipe[]): Gate[] {
    // Several gates can be made from the same parts; they come in the same order each time.
    const seen = new Map<Branch, number>();
    return recipes.map((recipe) => {
      const branch = recipe.parts.reduce<Branch>(follow, this.#root);
      const at = seen.get(branch) ?? 0;
      seen.set(branch, at + 1);
      let gate = branch.gates[at];
      if (!gate) {
        gate = recipe.build();
        branch.gates[at] = gate;
      }
      return gate;
    });
  }

  /** What each gate makes of a pod, in the order of the gates. */
  decide(gates: readonly Gate[], pod: GatedPod): readonly PodDecision[] {
    const decisions = this.#decisions(gates, pod);
    // There is a decision of each gate.
    return gates.map((gate, at) => ({ gate, pod, decision: decisions[at] as GateDecision }));
  }

  #decisions(gates: readonly Gate[], pod: GatedPod): readonly GateDecision[] {
    const known = this.#decided.get(pod);
    if (known?.gates === gates) return known.decisions;
    const before = new Map(known?.gates.map((gate, at) => [gate, known.decisions[at]]));
    const decisions = gates.map((gate) => before.get(gate) ?? decideOn(gate, pod));
    this.#decided.set(pod, { gates, decisions });
    return decisions;
  }

  /**
   * Decides about many new pods: a block of them gate by gate, then the next. That takes half the time that it takes pod by
   * pod, or gate by gate with all pods, when either gates or pods don't fit into the processor's cache.
   */
  decideAll(gates: readonly Gate[], pods: readonly GatedPod[]): void {
    const decided = pods
      .filter((pod) => !this.#decided.has(pod))
      .map((pod) => ({ pod, decisions: new Array<GateDecision>(gates.length) }));
    for (let start = 0; start < decided.length; start += BLOCK) {
      const block = decided.slice(start, start + BLOCK);
      for (const [at, gate] of gates.entries()) {
        let before: GateDecision | undefined;
        for (const { pod, decisions } of block) {
          before = sameOr(before, decideOn(gate, pod));
          decisions[at] = before;
        }
      }
    }
    for (const { pod, decisions } of decided) this.#decided.set(pod, { gates, decisions });
  }
}

/** The decision before, where one says the same: of millions, nearly all do, and memory takes time. */
function sameOr(before: GateDecision | undefined, decision: GateDecision): GateDecision {
  if (!before || before === decision) return decision;
  const isSame =
    before.applies === decision.applies &&
    before.reason === decision.reason &&
    before.denies === decision.denies &&
    before.failsOpen === decision.failsOpen &&
    before.images.length === decision.images.length &&
    before.images.every((image, at) => isSameImage(image, decision.images[at]));
  return isSame ? before : decision;
}

function isSameImage(one: ImageDecision, other: ImageDecision | undefined): boolean {
  return one === other || (one.verdict === other?.verdict && one.reason === other.reason && one.at === other.at);
}

function newBranch(): Branch {
  return { gates: [], next: new WeakMap() };
}

function follow(branch: Branch, part: object): Branch {
  let next = branch.next.get(part);
  if (!next) {
    next = newBranch();
    branch.next.set(part, next);
  }
  return next;
}
