import type { YamlValue } from '../../../manifest/value';
import type { ImageDecision } from '../../gate';

/**
 * What a ClusterImagePolicy says of an image that it is about: one of its authorities has to pass (policy-controller,
 * "Admission of images"). Signatures and attestations are in registries; only `static` ones are decided here.
 */
export function decisionOf(spec: YamlValue): ImageDecision {
  const authorities = spec.get('authorities');
  const judged = authorities.items.map(judge);
  const passing = judged.find(({ verdict }) => verdict === 'admits');
  const policy = spec.get('policy');
  if (passing && policy.exists) {
    const language = policy.get('type').string ?? 'CUE or Rego';
    return { verdict: 'unknown', reason: `its \`policy\` in ${language} is not evaluated`, at: policy };
  }
  if (passing) return passing;
  const doubt = judged.find(({ verdict }) => verdict === 'unknown');
  const [refusal] = judged;
  if (doubt ?? refusal) return doubt ?? refusal ?? { verdict: 'unknown' };
  const reason = authorities.exists
    ? 'its `authorities` can not be read'
    : 'it has no `authorities`, which policy-controller refuses unless it is configured otherwise';
  return { verdict: 'unknown', reason, at: authorities };
}

function judge(authority: YamlValue): ImageDecision {
  const fixed = authority.get('static');
  const at = fixed.get('action');
  if (at.string === 'pass') return { verdict: 'admits', reason: 'it lets all these images pass (`static`)', at };
  if (at.string === 'fail') {
    const message = fixed.get('message').string;
    const reason = message ?? 'it disallows all these images (`static`)';
    return { verdict: 'rejects', reason: reason.replace(/\s+/g, ' ').trim(), at };
  }
  const kind = ['keyless', 'key', 'rfc3161timestamp'].find((name) => authority.get(name).exists);
  if (kind === undefined)
    return { verdict: 'unknown', reason: 'not all of its `authorities` can be read', at: authority };
  const what = authority.get('attestations').items.length > 0 ? 'has the attestations' : 'is signed';
  const name = authority.get('name').string;
  const reason = `whether the image ${what} by ${name === undefined ? `its \`${kind}\` authority` : `"${name}"`} is known to its registry alone`;
  return { verdict: 'unknown', reason, at: authority.get(kind) };
}
