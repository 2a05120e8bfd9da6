import type { ApiRequest, Objects } from '../../workspace/policy-rule';
import { join, type Rights } from '../../workspace/rights';

/** Any of these actions is enough. */
export type Need = readonly ApiRequest[];

/** What is needed together. The first need is the one that it is about: what stands in its rule is what is found. */
export type Recipe = readonly [Need, ...Need[]];

/** Whether rights have all that a recipe needs. */
export function meets(rights: Rights, recipe: Recipe): boolean {
  return recipe.every((need) => allowsAny(rights, need));
}

/** Whether rights allow one of these actions. */
export function allowsAny(rights: Rights, need: Need): boolean {
  return need.some((action) => rights.allows(action));
}

/** The objects that a recipe is about, as far as these rights go. */
export function objectsOfRecipe(rights: Rights, [need]: Recipe): Objects {
  return join(need.map((action) => rights.objectsOf(action)));
}
