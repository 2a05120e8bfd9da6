import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { links } from '../links';
import { faultOfLabel, WRITE_A_LABEL } from './dns-label';
import { isObjectName } from './object-name';
import { literal, type Refusal, refusedRule } from './refused-rule';
import { FIRST_OF_PODS, resourcesOf } from './resource-lists';
import { inCode, isUnset, storedText } from './text';

export const invalidResourceClaim = refusedRule({
  id: 'invalid-resource-claim',
  title: 'A claim of a device that the pod does not have',
  why: 'A container uses devices by the names in `resourceClaims` of its pod. From Kubernetes 1.34 on, the API server refuses a pod in which a container names a claim that the pod does not have, or the same one twice, and a claim of the pod without a name, with the name of another, or with none or two of `resourceClaimName` and `resourceClaimTemplateName`.',
  fix: 'Add the claim to `resourceClaims` of the pod, or correct the name.',
  references: [links.deviceClaims],
  examples: {
    bad: examplePod({
      spec: 'resourceClaims:\n  - name: gpu\n    resourceClaimTemplateName: gpu',
      container: 'resources:\n  claims:\n    - name: gpus # error',
    }),
    good: examplePod({
      spec: 'resourceClaims:\n  - name: gpu\n    resourceClaimTemplateName: gpu',
      container: 'resources:\n  claims:\n    - name: gpu',
    }),
  },

  fields: ['claims', 'resourceClaims'],
  *find(pod, { kubernetesMinor }) {
    // Dynamic resource allocation (KEP-4381) came at the same time as the resources of pods.
    if (kubernetesMinor < FIRST_OF_PODS) return;
    const claims = pod.spec.get('resourceClaims').items;
    yield* ofPod(claims);
    const names = new Set(claims.map((claim) => storedText(claim.get('name'))));
    for (const { subject, container, value } of resourcesOf(pod, kubernetesMinor))
      for (const refusal of ofUser(subject, value.get('claims').items, names, pod))
        yield { ...refusal, ...(container && { container }) };
  },
});

const SOURCES = ['resourceClaimName', 'resourceClaimTemplateName'];

function* ofPod(claims: readonly YamlValue[]): Generator<Refusal> {
  const seen = new Set<string>();
  for (const claim of claims) {
    yield* wrongName(claim.get('name'), seen, claim);
    const sources = SOURCES.map((name) => claim.get(name)).filter(({ string }) => string !== undefined);
    for (const source of sources) yield* wrongSource(source);
    if (sources.length === 1 || !(claim.isMap || isUnset(claim))) continue;
    const [begin, joint] = sources.length === 0 ? ['neither', 'nor'] : ['both', 'and'];
    yield {
      field: claim,
      ...(sources.length === 0 ? { isAbsence: true } : { isConflict: true }),
      because: `a claim of the pod has ${begin} \`resourceClaimName\` ${joint} \`resourceClaimTemplateName\``,
      toDo: 'Write one of them',
    };
  }
}

function* wrongSource(field: YamlValue): Generator<Refusal> {
  const text = literal(field);
  if (text === undefined || isObjectName(text)) return;
  yield {
    field,
    because: `\`${field.name}\` of a claim of the pod is ${inCode(text)}, which is no name of an object`,
    toDo: 'Use lower-case letters, digits, `-` and `.`',
  };
}

function* wrongName(field: YamlValue, seen: Set<string>, claim: YamlValue): Generator<Refusal> {
  const name = storedText(field);
  if (name === undefined) return;
  const fault = name === '' ? undefined : faultOfLabel(name);
  if (name === '')
    yield { field, at: claim, isAbsence: true, because: 'a claim of the pod has no name', toDo: 'Name it' };
  else if (seen.has(name))
    yield {
      field,
      because: `two claims of the pod have the name ${inCode(name)}`,
      toDo: 'Give each a name of its own',
    };
  else if (fault) yield { field, because: `the claim ${inCode(name)} of the pod ${fault}`, toDo: WRITE_A_LABEL };
  seen.add(name);
}

function* ofUser(
  subject: string,
  claims: readonly YamlValue[],
  names: ReadonlySet<string | undefined>,
  { spec }: Pod,
): Generator<Refusal> {
  const seen = new Set<string>();
  for (const claim of claims) {
    const [name, request] = [storedText(claim.get('name')), storedText(claim.get('request'))];
    if (name === undefined || request === undefined) continue;
    const field = claim;
    const faultOfRequest = request && !seen.has(name) && name ? faultOfLabel(request) : undefined;
    if (faultOfRequest)
      yield {
        field: claim.get('request'),
        because: `the request ${inCode(request)} of ${subject} ${faultOfRequest}`,
        toDo: WRITE_A_LABEL,
      };
    const isAgain = seen.has(name) || seen.has(`${name}/${request}`) || (!request && seen.has(`${name}/`));
    if (isUnset(claim.get('name')))
      yield { field, isAbsence: true, because: `a claim of ${subject} has no name`, toDo: 'Name a claim of the pod' };
    else if (!names.has(name) && !names.has(undefined))
      yield {
        field,
        isAbsence: true,
        because: `${subject} has the claim ${inCode(name)}, which the pod does not have`,
        toDo: 'Add it to `resourceClaims` of the pod, or correct the name',
        ...(spec.has('resourceClaims') && {
          related: [{ at: spec.get('resourceClaims'), message: 'These are the claims of the pod.' }],
        }),
      };
    else if (isAgain)
      yield { field, because: `${subject} has the claim ${inCode(name)} twice`, toDo: 'Keep one of them' };
    if (name === '') continue;
    seen.add(request ? `${name}/${request}` : name);
    // A claim as a whole includes each of its requests.
    if (request) seen.add(`${name}/`);
  }
}
