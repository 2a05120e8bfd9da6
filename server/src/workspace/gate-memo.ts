import type { Gate, GateDecision, GateRecipe } from '../gating/gate';
import type { GatedPod } from '../gating/gated-pod';

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
  readonly #decisions = new WeakMap<GatedPod, WeakMap<Gate, GateDecision>>();

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

  decide(gate: Gate, pod: GatedPod): GateDecision {
    let ofPod = this.#decisions.get(pod);
    if (!ofPod) {
      ofPod = new WeakMap();
      this.#decisions.set(pod, ofPod);
    }
    let decision = ofPod.get(gate);
    if (!decision) {
      decision = gate.decide(pod);
      ofPod.set(gate, decision);
    }
    return decision;
  }
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
