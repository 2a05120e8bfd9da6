import type { Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import type { GateRecipe } from './gate';
import type { PolicySet } from './policy-set';

/** A policy that decides which images may run. */
export interface ImageGate {
  readonly engine: string;
  readonly kind: string;
  readonly name: string | undefined;
}

/** A way in which a gate lets images through that it seems to hold back. */
export type WeaknessKind = 'audit-only' | 'fails-open' | 'create-only' | 'prefix-ambiguous' | 'skips-containers';

export interface Weakness {
  readonly kind: WeaknessKind;
  /** What the policy says, or where it says nothing. */
  readonly at: YamlValue;
  /** What it comes to, behind the name of the policy. */
  readonly does: string;
  /** What to write there instead. */
  readonly remedy?: string | readonly string[];
  /** What to do, as a sentence, where it isn't what is to be done about others of its kind. */
  readonly advice?: string;
}

/** A policy engine: how its image gates are known, what can be wrong with them, and what they decide. */
export interface GateEngine {
  readonly name: string;
  isImageGate(resource: Resource): boolean;
  /** Whether a resource is part of gates without being one: what binds one, exempts from it or defines its kind. */
  isPart?(resource: Resource): boolean;
  /** The gates in force; a policy that nothing binds is none. */
  gates?(policies: PolicySet): GateRecipe[];
  /** @param policies those of the workspace: what binds or defines a policy is a resource of its own */
  weaknesses?(resource: Resource, policies: PolicySet): Weakness[];
}
