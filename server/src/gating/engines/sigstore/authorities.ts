import type { Cause } from '../../../cause/cause';
import { policySays } from '../../../cause/policy-says';
import type { YamlValue } from '../../../manifest/value';
import type { ImageDecision } from '../../gate';

/**
 * The decision of a ClusterImagePolicy on an image that it covers: one of its authorities has to pass
 * (policy-controller, "Admission of images"). Signatures and attestations are in registries, so that only `static`
 * authorities are decided here.
 */
export function decisionOf(spec: YamlValue): ImageDecision {
  const authorities = spec.get('authorities');
  const judged = authorities.items.map(judge);
  const passing = judged.find(({ verdict }) => verdict === 'admits');
  const policy = spec.get('policy');
  if (passing && policy.exists) {
    const name = policy.get('type').string ?? 'CUE or Rego';
    return { verdict: 'unknown', cause: { kind: 'not-supported', what: 'policy-language', name }, at: policy };
  }
  if (passing) return passing;
  const doubt = judged.find(({ verdict }) => verdict === 'unknown');
  const [refusal] = judged;
  if (doubt ?? refusal) return doubt ?? refusal ?? { verdict: 'unknown' };
  const cause: Cause = authorities.exists ? { kind: 'unreadable', field: 'authorities' } : { kind: 'no-authorities' };
  return { verdict: 'unknown', cause, at: authorities };
}

function judge(authority: YamlValue): ImageDecision {
  const fixed = authority.get('static');
  const at = fixed.get('action');
  if (at.string === 'pass') return { verdict: 'admits', cause: { kind: 'static', action: 'pass' }, at };
  if (at.string === 'fail') {
    const message = fixed.get('message').string;
    return {
      verdict: 'rejects',
      cause: message === undefined ? { kind: 'static', action: 'fail' } : policySays(message),
      at,
    };
  }
  const kind = ['keyless', 'key', 'rfc3161timestamp'].find((name) => authority.get(name).exists);
  if (kind === undefined) {
    return { verdict: 'unknown', cause: { kind: 'partly-unreadable', field: 'authorities' }, at: authority };
  }
  const asks = authority.get('attestations').items.length > 0 ? 'attestations' : 'signature';
  const cause: Cause = { kind: 'authority', name: authority.get('name').string, type: kind, asks };
  return { verdict: 'unknown', cause, at: authority.get(kind) };
}
