import type { Resource } from '../../../manifest/resource';
import type { PolicyInjection } from '../../engine';

/** Containers in CEL: `Object.spec.initContainers{ name: "proxy", image: "…" }`, also in a `JSONPatch`. */
const CONTAINER = /Object\.spec[\w.]{0,200}?\.?(initContainers|containers)(?:\.item)?\s*\{([^{}]*)/g;

/** The containers that a policy with CEL expressions adds: a MutatingAdmissionPolicy, or a policy of the same form. */
export function injectionsOfExpressions({ value }: Resource): PolicyInjection[] {
  const kinds = value
    .at('spec', 'matchConstraints', 'resourceRules')
    .items.flatMap((rule) => rule.get('resources').strings)
    .map((resource) => (resource === 'pods' ? 'Pod' : resource));
  return value.at('spec', 'mutations').items.flatMap((mutation) =>
    ['applyConfiguration', 'jsonPatch'].flatMap((type) => {
      const at = mutation.at(type, 'expression');
      return [...(at.string ?? '').matchAll(CONTAINER)].flatMap(([, list = '', fields = '']) => {
        const field = (name: string): string | undefined =>
          new RegExp(`\\b${name}:\\s*["']([^"']+)["']`).exec(fields)?.[1];
        const [name, image] = [field('name'), field('image')];
        if (name === undefined || image === undefined) return [];
        const isNative = list === 'initContainers' && field('restartPolicy') === 'Always';
        const what = isNative ? 'native sidecar' : list === 'initContainers' ? 'init container' : 'container';
        return [{ container: { name, image, what, at: undefined }, at, kinds }];
      });
    }),
  );
}
