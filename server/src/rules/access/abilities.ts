import { type AccessGraph, type Grant, scopeOf } from '../../workspace/access-graph';
import type { Objects } from '../../workspace/policy-rule';
import type { RbacSubject } from '../../workspace/rbac';
import { join } from '../../workspace/rights';
import { CAPABILITIES, type Capability } from './capabilities';
import { allowsAny, meets, objectsOfRecipe, type Recipe } from './recipe';

/** What a subject can do because of a binding. */
export interface Ability {
  readonly name: Capability['name'];
  /** The objects that it is limited to. */
  readonly objects: Objects;
}

/**
 * What a subject can do by a binding: alone, or together with its other bindings that hold there. What it can do without this
 * binding everywhere is said of those bindings.
 */
export function abilitiesOf(
  subject: RbacSubject,
  grant: Grant,
  access: AccessGraph,
  kubernetesMinor: number,
): Ability[] {
  const scope = scopeOf(grant.binding);
  const [here, everywhere] = [access.rightsOf(subject, scope), access.rightsOf(subject, undefined)];
  const isBySharing = (recipe: Recipe): boolean =>
    meets(here, recipe) &&
    recipe.some((need) => allowsAny(grant.rights, need)) &&
    (scope === undefined || !meets(everywhere, recipe));
  return CAPABILITIES.flatMap(({ name, recipes }) => {
    const objects = recipes(kubernetesMinor).flatMap((recipe) => {
      if (meets(grant.rights, recipe)) return [objectsOfRecipe(grant.rights, recipe)];
      return recipe.length > 1 && isBySharing(recipe) ? [objectsOfRecipe(here, recipe)] : [];
    });
    return objects.length === 0 ? [] : [{ name, objects: join(objects) }];
  });
}
