import type { Target } from './target';

/** Which case of which target has its turn: each target's own cases are numbered from 0. */
export interface Turn {
  readonly target: Target;
  readonly number: number;
}

/** Gives targets turns by their weights, mixed, so that every part of a run has all of them. */
export class Schedule {
  readonly #turns: readonly { target: Target; before: number }[];
  readonly #weights: ReadonlyMap<Target, number>;

  constructor(targets: readonly Target[]) {
    this.#weights = new Map(targets.map((target) => [target, target.weight]));
    const all = targets.flatMap((target) =>
      Array.from({ length: target.weight }, (_, index) => ({
        target,
        before: index,
        place: (index + 0.5) / target.weight,
      })),
    );
    this.#turns = all.sort((a, b) => a.place - b.place);
  }

  /** @param turn from 0 */
  at(turn: number): Turn {
    const { length } = this.#turns;
    const { target, before } = this.#turns[turn % length] ?? this.#missing();
    return { target, number: Math.floor(turn / length) * (this.#weights.get(target) ?? 1) + before };
  }

  #missing(): never {
    throw new RangeError('There is no target.');
  }
}
