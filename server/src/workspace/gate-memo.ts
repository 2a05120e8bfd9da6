import type { AdmissionPod } from '../admission/admission-pod';
import { decideOn } from '../gating/decide-on';
import {
  buildGate,
  type Gate,
  type GateDecision,
  type GateRecipe,
  type GateResult,
  type ImageDecision,
} from '../gating/gate';

/** How many pods a block has; half and twice the size are about as fast. */
const BLOCK = 128;

interface Branch {
  readonly gates: Gate[];
  readonly next: WeakMap<object, Branch>;
}

/**
 * Keeps gates until one of their resources changes, and their decisions until a pod changes: after an edit of a policy, only
 * the decisions of that policy are made again.
 */
export class GateMemo {
  readonly #root = newBranch();
  readonly #decided = new WeakMap<
    AdmissionPod,
    { readonly gates: readonly Gate[]; readonly decisions: readonly GateDecision[] }
  >();

  /** The gates of recipes, in their order. */
  gatesOf(recipes: readonly GateRecipe[]): Gate[] {
    // Several gates can have the same resources; they always come in the same order.
    const seen = new Map<Branch, number>();
    return recipes.map((recipe) => {
      const branch = recipe.parts.reduce<Branch>(follow, this.#root);
      const index = seen.get(branch) ?? 0;
      seen.set(branch, index + 1);
      let gate = branch.gates[index];
      if (!gate) {
        gate = buildGate(recipe);
        branch.gates[index] = gate;
      }
      return gate;
    });
  }

  /** The decision of each gate on a pod, in the order of the gates. */
  decide(gates: readonly Gate[], pod: AdmissionPod): readonly GateResult[] {
    const decisions = this.#decisions(gates, pod);
    // There is a decision of each gate.
    return gates.map((gate, index) => ({ gate, pod, decision: decisions[index] as GateDecision }));
  }

  #decisions(gates: readonly Gate[], pod: AdmissionPod): readonly GateDecision[] {
    const known = this.#decided.get(pod);
    if (known?.gates === gates) return known.decisions;
    const before = new Map(known?.gates.map((gate, index) => [gate, known.decisions[index]]));
    const decisions = gates.map((gate) => before.get(gate) ?? decideOn(gate, pod));
    this.#decided.set(pod, { gates, decisions });
    return decisions;
  }

  /**
   * Decides on many new pods: it takes a block of pods through all gates, one gate after the other, then the next block. If
   * gates or pods do not fit into the cache of the processor, this takes half the time of any other order.
   */
  decideAll(gates: readonly Gate[], pods: readonly AdmissionPod[]): void {
    const decided = pods
      .filter((pod) => !this.#decided.has(pod))
      .map((pod) => ({ pod, decisions: new Array<GateDecision>(gates.length) }));
    for (let start = 0; start < decided.length; start += BLOCK) {
      const block = decided.slice(start, start + BLOCK);
      for (const [index, gate] of gates.entries()) {
        let before: GateDecision | undefined;
        for (const { pod, decisions } of block) {
          before = sameOr(before, decideOn(gate, pod));
          decisions[index] = before;
        }
      }
    }
    for (const { pod, decisions } of decided) this.#decided.set(pod, { gates, decisions });
  }
}

/** The previous decision, if it is equal: nearly all of millions are, and memory takes time. */
function sameOr(before: GateDecision | undefined, decision: GateDecision): GateDecision {
  if (!before || before === decision) return decision;
  const isSame =
    before.applies === decision.applies &&
    before.failure === decision.failure &&
    before.cause === decision.cause &&
    before.denies === decision.denies &&
    before.failsOpen === decision.failsOpen &&
    before.images.length === decision.images.length &&
    before.images.every((image, index) => isSameImage(image, decision.images[index]));
  return isSame ? before : decision;
}

function isSameImage(one: ImageDecision, other: ImageDecision | undefined): boolean {
  return one === other || (one.verdict === other?.verdict && one.cause === other.cause && one.at === other.at);
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
