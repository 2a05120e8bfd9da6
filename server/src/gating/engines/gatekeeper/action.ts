import type { Cause } from '../../../cause/cause';
import type { YamlValue } from '../../../manifest/value';

/** The action of Gatekeeper's webhook on violations of a constraint. */
export interface EnforcementAction {
  readonly denies: boolean;
  /** Why the webhook does not evaluate the constraint, if it doesn't. */
  readonly cause?: Cause;
  /** The name of the action. */
  readonly action: string;
  /** The field that sets it. */
  readonly at: YamlValue;
}

const WEBHOOK = 'validation.gatekeeper.sh';

/**
 * The enforcement action of a constraint (How to use Gatekeeper, "The enforcementAction field"). The default is `deny`.
 * Any other value denies nothing, and case matters. `scoped` sets the action for each enforcement point, and only the
 * webhook can deny pods (Enforcement points in Gatekeeper).
 */
export function actionOf(spec: YamlValue): EnforcementAction {
  const written = spec.get('enforcementAction');
  const action = written.label === undefined || written.label === '' ? 'deny' : written.label;
  if (action !== 'scoped') return ofAction(action, written);
  const scopes = spec.get('scopedEnforcementActions').items.map((scope) => ({
    action: scope.get('action'),
    points: scope.get('enforcementPoints').items.map((point) => point.get('name').string ?? ''),
  }));
  const own = scopes.filter(({ points }) => points.includes(WEBHOOK) || points.includes('*'));
  const decisive = (own.find((scope) => scope.action.string === 'deny') ?? own[0])?.action;
  if (decisive) return ofAction(decisive.label ?? '', decisive);
  const cause: Cause = { kind: 'enforced-elsewhere', points: scopes.flatMap(({ points }) => points) };
  return { denies: false, cause, action, at: written };
}

function ofAction(action: string, at: YamlValue): EnforcementAction {
  return { denies: action === 'deny', action, at };
}
