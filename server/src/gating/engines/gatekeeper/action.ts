import type { YamlValue } from '../../../manifest/value';

/** What Gatekeeper's webhook does about violations of a constraint. */
export interface Action {
  /** Whether the webhook looks at the constraint at all. */
  readonly isAsked: boolean;
  readonly denies: boolean;
  /** Why it isn't asked, or doesn't deny; empty where it does. */
  readonly reason: string;
  /** What says so. */
  readonly at: YamlValue;
}

const WEBHOOK = 'validation.gatekeeper.sh';
const REPORTS = /^(?:dryrun|warn)$/;

/**
 * How a constraint is enforced (How to use Gatekeeper, "The enforcementAction field"): `deny` where nothing is said, and
 * nothing is denied by a word that Gatekeeper doesn't know, of which case is a part. `scoped` leaves it to each place where
 * constraints are enforced, of which only the webhook keeps pods out (Enforcement points in Gatekeeper).
 */
export function actionOf(spec: YamlValue): Action {
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
  const elsewhere = scopes.flatMap(({ points }) => points).join(', ');
  const reason = `${elsewhere === '' ? 'nothing' : `only ${elsewhere}`} enforces it, not the webhook`;
  return { isAsked: false, denies: false, reason, at: written };
}

function ofAction(action: string, at: YamlValue): Action {
  const denies = action === 'deny';
  const reason = denies
    ? ''
    : REPORTS.test(action)
      ? 'reports images but denies none'
      : `denies nothing: Gatekeeper knows no action \`${action}\``;
  return { isAsked: true, denies, reason, at };
}
