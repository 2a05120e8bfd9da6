import type { Resource } from '../manifest/resource';
import { ENGINES } from './engines/index';
import type { GateRecipe } from './gate';
import { afterDigests } from './mutators/digest-mutation';
import type { ImageMutator } from './mutators/image-mutator';
import { groupByKind, type PolicySet } from './policy-set';

/** The gates that some policies put into force. */
export function gatesInForce(policies: PolicySet): GateRecipe[] {
  const mutators = ENGINES.flatMap((engine) => engine.digestMutators?.(policies) ?? []);
  return ENGINES.flatMap((engine) => {
    const recipes = engine.gates?.(policies) ?? [];
    return engine.validatesAfterMutation ? afterDigests(recipes, mutators) : recipes;
  });
}

/** The policies among some resources that change images. */
export function imageMutatorsIn(resources: readonly Resource[]): ImageMutator[] {
  const ofKind = groupByKind(resources);
  return ENGINES.flatMap(({ imageMutation }) => imageMutation?.mutators({ ofKind }) ?? []);
}
