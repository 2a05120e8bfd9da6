import { describe, expect, it } from 'vitest';
import { see } from '../../analyse';
import { IMAGE, podOf } from '../../manifests';

const found = (text: string, kubernetesMinor = 37): string[] =>
  see(text, undefined, { kubernetesMinor })
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, text: marked }) => `${rule} ${marked}`);

/** A pod with resources, and two containers that have others. */
const pod = (ofPod: string, ofBoth = '{}', more = ''): string =>
  podOf(
    `resources: ${ofPod}\ncontainers:\n- { name: web, image: ${IMAGE}, resources: ${ofBoth} }\n- { name: log, image: ${IMAGE}, resources: ${ofBoth} }\n${more}`,
  );

describe('resources of a pod as a whole', () => {
  it.each([
    ['{ requests: { cpu: 2 }, limits: { cpu: 1 } }', 'request-above-limit 2'],
    ['{ requests: { memory: 1GB } }', 'invalid-quantity 1GB'],
    ['{ requests: { gpu: 1 } }', 'invalid-resource-name 1'],
    ['{ requests: { ephemeral-storage: 1Gi } }', 'invalid-resource-name 1Gi'],
  ])('%s', (resources, expected) => {
    expect(found(pod(resources))).toEqual([expected]);
    // Before 1.34, the API server drops them.
    expect(found(pod(resources), 33)).toEqual([]);
  });
});

describe('pod-resources-conflict', () => {
  const RULE = 'pod-resources-conflict';

  it.each([
    ['{ requests: { cpu: 1 } }', '{ requests: { cpu: 501m } }', [`${RULE} 1`]],
    ['{ requests: { cpu: 1 } }', '{ limits: { cpu: 1 } }', [`${RULE} 1`]],
    ['{ limits: { cpu: 1 } }', '{ requests: { cpu: 1 } }', [`${RULE} 1`]],
    ['{ limits: { cpu: 1 } }', '{ requests: { cpu: 1m }, limits: { cpu: 2 } }', [`${RULE} 2`, `${RULE} 2`]],
  ])('finds %s with two containers of %s', (ofPod, ofBoth, expected) => {
    expect(found(pod(ofPod, ofBoth))).toEqual(expected);
    expect(found(pod(ofPod, ofBoth), 33)).toEqual([]);
  });

  it.each([
    ['{ requests: { cpu: 1 } }', '{ requests: { cpu: 500m } }'],
    ['{ requests: { cpu: 1 } }', '{ requests: { memory: 5Gi } }'],
    ['{ limits: { cpu: 2 } }', '{ limits: { cpu: 1 } }'],
    ['{ requests: { cpu: "${CPU}" } }', '{ requests: { cpu: 2 } }'],
    ['{ requests: { cpu: 1 } }', '{ requests: { cpu: "${CPU}" } }'],
    ['{}', '{ requests: { cpu: 2 } }'],
  ])('accepts %s with two containers of %s', (ofPod, ofBoth) => {
    expect(found(pod(ofPod, ofBoth))).toEqual([]);
  });

  it('counts an init container together with the native sidecars before it', () => {
    const init = (cpu: number): string =>
      `initContainers:\n- { name: proxy, image: ${IMAGE}, restartPolicy: Always, resources: { requests: { cpu: 1 } } }\n- { name: setup, image: ${IMAGE}, resources: { requests: { cpu: ${cpu} } } }`;
    expect(found(pod('{ requests: { cpu: 3 } }', '{}', init(2)))).toEqual([]);
    expect(found(pod('{ requests: { cpu: 3 } }', '{}', init(3)))).toEqual([`${RULE} 3`]);
  });
});

describe('invalid-resource-claim', () => {
  const RULE = 'invalid-resource-claim';
  const claims = (ofPod: string, used: string): string =>
    podOf(`resourceClaims: ${ofPod}\ncontainers:\n- { name: web, image: ${IMAGE}, resources: { claims: ${used} } }`);
  const GPU = '[{ name: gpu, resourceClaimTemplateName: gpu }]';

  it.each([
    [GPU, '[{ name: gpus }]', '{ name: gpus }'],
    [GPU, '[{ name: gpu }, { name: gpu }]', '{ name: gpu }'],
    [GPU, '[{ request: a }]', '{ request: a }'],
    ['[{ name: gpu }]', '[{ name: gpu }]', '{ name: gpu }'],
    ['[{ name: gpu, resourceClaimName: a, resourceClaimTemplateName: b }]', '[]', expect.anything()],
  ])('finds %s with %s', (ofPod, used, marked) => {
    expect(see(claims(ofPod, used), RULE).map(({ text }) => text)).toEqual([marked]);
  });

  it.each([
    [GPU, '[{ name: gpu }]'],
    [GPU, '[{ name: gpu, request: a }, { name: gpu, request: b }]'],
    ['[{ name: "${NAME}", resourceClaimName: a }]', '[{ name: other }]'],
  ])('accepts %s with %s', (ofPod, used) => {
    expect(see(claims(ofPod, used), RULE)).toEqual([]);
  });
});
