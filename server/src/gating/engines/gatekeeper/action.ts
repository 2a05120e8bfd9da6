import type { YamlValue } from '../../../manifest/value';

/** What Gatekeeper's webhook does about violations of a constraint. */
export interface Action {
  /** Whether the webhook looks at the constraint at all. */
  readonly isAsked: boolean;
  readonly denies: boolean;
  readonly reason: string;
}

const WEBHOOK = 'validation.gatekeeper.sh';

/**
 * How a constraint is enforced (How to use Gatekeeper, "The enforcementAction field"): `deny` where nothing is said.
 * `scoped` leaves it to each place where constraints are enforced, of which only the webhook keeps pods out
 * (Enforcement points in Gatekeeper).
 */
export function actionOf(spec: YamlValue): Action {
  const written = spec.get('enforcementAction');
  const action = written.label === undefined || written.label === '' ? 'deny' : written.string;
  if (action !== 'scoped') return { isAsked: true, denies: action === 'deny', reason: '' };
  const scopes = spec.get('scopedEnforcementActions').items.map((scope) => ({
    action: scope.get('action').string,
    points: scope.get('enforcementPoints').items.map((point) => point.get('name').string ?? ''),
  }));
  const own = scopes.filter(({ points }) => points.includes(WEBHOOK) || points.includes('*'));
  const elsewhere = scopes.flatMap(({ points }) => points).join(', ');
  return {
    isAsked: own.length > 0,
    denies: own.some((scope) => scope.action === 'deny'),
    reason: `${elsewhere === '' ? 'nothing' : `only ${elsewhere}`} enforces it, not the webhook`,
  };
}
