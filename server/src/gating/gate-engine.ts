import type { Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';

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
}

/** A policy engine: how its image gates are known, and what can be wrong with them. */
export interface GateEngine {
  readonly name: string;
  isImageGate(resource: Resource): boolean;
  /** @param gates those of the workspace: what binds a policy is a resource of its own */
  weaknesses?(resource: Resource, gates: readonly ImageGate[]): Weakness[];
}
