import type { AdmissionObject, AdmissionPod } from '../../../admission/admission-pod';
import { type Answer, all } from '../../../admission/answers';
import { CelExpression } from '../../../cel/expression';
import { CelScope, type ScopeOptions } from '../../../cel/scope';
import { inputsFor } from './request';

/** CEL conditions on an object, without variables. */
export class CelConditions {
  readonly #conditions: readonly CelExpression[];
  readonly #scope: CelScope;

  constructor(conditions: readonly string[], options: ScopeOptions = {}) {
    this.#conditions = conditions.map((text) => CelExpression.of(text));
    this.#scope = new CelScope(new Map(), options);
  }

  /** Whether all conditions are met; unknown if one fails. */
  hold(object: AdmissionObject, pod: AdmissionPod): Answer {
    if (this.#conditions.length === 0) return 'yes';
    const run = this.#scope.open(inputsFor(object, object.data, pod, null));
    return all(
      this.#conditions.map((condition) => {
        const outcome = run(condition);
        if (outcome.kind !== 'value') return 'unknown';
        return outcome.value === true ? 'yes' : 'no';
      }),
    );
  }
}
