import { type AccessGraph, type Grant, scopeOf } from '../../workspace/access-graph';
import type { Objects } from '../../workspace/policy-rule';
import type { RbacSubject } from '../../workspace/rbac';
import { join } from '../../workspace/rights';
import { type Capability, capabilitiesIn, ON_NAMESPACES } from './capabilities';
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
  const given = givenAlone(grant, kubernetesMinor);
  return capabilitiesIn(kubernetesMinor).flatMap(({ name, recipes }) => {
    const objects = join(
      recipes.map((recipe) => {
        const found = given.get(recipe) ?? givenTogether(subject, grant, recipe, access);
        return recipe === ON_NAMESPACES ? inScope(found, grant) : found;
      }),
    );
    return objects.length === 0 ? [] : [{ name, objects }];
  });
}

/** What the rules of a binding's role give by themselves. */
export function abilitiesOfRules(grant: Grant, kubernetesMinor: number): Ability[] {
  const given = givenAlone(grant, kubernetesMinor);
  return capabilitiesIn(kubernetesMinor).flatMap(({ name, recipes }) => {
    const objects = join(recipes.map((recipe) => given.get(recipe) ?? []));
    return objects.length === 0 ? [] : [{ name, objects }];
  });
}

/** Bindings of one role give the same, in the whole cluster or in a namespace. */
const known = new WeakMap<Grant['rules'], Map<string, ReadonlyMap<Recipe, Objects>>>();

/** The objects of the recipes for which a binding gives all that is needed. */
function givenAlone({ binding, rules, rights }: Grant, kubernetesMinor: number): ReadonlyMap<Recipe, Objects> {
  let ofRules = known.get(rules);
  if (!ofRules) {
    ofRules = new Map();
    known.set(rules, ofRules);
  }
  const key = `${binding.kind} ${kubernetesMinor}`;
  let given = ofRules.get(key);
  if (!given) {
    const recipes = capabilitiesIn(kubernetesMinor).flatMap((capability) => capability.recipes);
    given = new Map(
      recipes.filter((recipe) => meets(rights, recipe)).map((recipe) => [recipe, objectsOfRecipe(rights, recipe)]),
    );
    ofRules.set(key, given);
  }
  return given;
}

function givenTogether(subject: RbacSubject, { binding, rights }: Grant, recipe: Recipe, access: AccessGraph): Objects {
  if (recipe.length === 1 || !recipe.some((need) => allowsAny(rights, need))) return [];
  const scope = scopeOf(binding);
  const here = access.rightsOf(subject, scope);
  if (!meets(here, recipe)) return [];
  const isByOthers = scope !== undefined && meets(access.rightsOf(subject, undefined), recipe);
  return isByOthers ? [] : objectsOfRecipe(here, recipe);
}

/** In a namespace, a request for another one is not allowed. */
function inScope(objects: Objects, { binding }: Grant): Objects {
  const scope = scopeOf(binding);
  return objects === 'all' || scope === undefined ? objects : objects.filter((name) => name === scope);
}
