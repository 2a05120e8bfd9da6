import type { Variant } from '../variant.ts';

const GPU = { name: 'gpu', resourceClaimTemplateName: 'gpu' };

/** Claims of the pod, and those that a container uses. */
function claims(name: string, ofPod: readonly unknown[] | null, ...used: readonly unknown[]): Variant {
  return {
    rule: 'invalid-resource-claim',
    name,
    set: { 'spec.resourceClaims': ofPod, ...(used.length > 0 && { 'container.resources.claims': used }) },
  };
}

export const deviceClaims: readonly Variant[] = [
  claims('none', null),
  claims('one that is not used', [GPU]),
  claims('one that is used', [GPU], { name: 'gpu' }),
  claims('one that another claim is for', [GPU], { name: 'gpus' }),
  claims('none, and one is used', null, { name: 'gpu' }),
  claims('a use without a name', [GPU], {}),
  claims('a use that is null', [GPU], null),
  claims('a use twice', [GPU], { name: 'gpu' }, { name: 'gpu' }),
  claims('two requests of it', [GPU], { name: 'gpu', request: 'a' }, { name: 'gpu', request: 'b' }),
  claims('a request twice', [GPU], { name: 'gpu', request: 'a' }, { name: 'gpu', request: 'a' }),
  claims('a request, and all', [GPU], { name: 'gpu', request: 'a' }, { name: 'gpu' }),
  claims('all, and a request', [GPU], { name: 'gpu' }, { name: 'gpu', request: 'a' }),
  claims('a request in upper case', [GPU], { name: 'gpu', request: 'A' }),
  claims('two unknown ones', [GPU], { name: 'a' }, { name: 'b' }),
  claims('one without a name', [{ resourceClaimName: 'gpu' }]),
  claims('one without a source', [{ name: 'gpu' }]),
  claims('one with two sources', [{ ...GPU, resourceClaimName: 'gpu' }]),
  claims('one that is null', [null]),
  claims('two of one name', [GPU, GPU]),
  claims('two of different names', [GPU, { name: 'nic', resourceClaimName: 'nic' }]),
  claims('one in upper case', [{ ...GPU, name: 'GPU' }], { name: 'GPU' }),
  claims('one with a dot', [{ ...GPU, name: 'a.b' }]),
  claims('one of a claim in upper case', [{ name: 'gpu', resourceClaimName: 'GPU' }]),
  claims('one of a claim with an empty name', [{ name: 'gpu', resourceClaimName: '' }]),
  claims('one of a template with a dot', [{ name: 'gpu', resourceClaimTemplateName: 'a.b' }]),
];
