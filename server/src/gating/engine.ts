import type { UsedPlaces } from '../image/used-places';
import type { Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import type { AddedContainer } from '../pod/added-containers';
import type { GateRecipe } from './gate';
import type { DigestMutator } from './mutators/digest-mutation';
import type { ImageMutator } from './mutators/image-mutator';
import type { PolicySet } from './policy-set';

/**
 * A policy engine, and all that the product knows of it: each part is in a file of the engine's folder. An engine
 * leaves out the parts that it doesn't have.
 */
export interface PolicyEngine {
  readonly name: string;
  /** The namespace of the default installation. Its workloads must start before the gates of the engine do. */
  readonly namespace?: string;
  /** The images of its own programs, which write webhooks and policies. */
  readonly programs?: readonly string[];

  /** Whether a policy decides which images may run. */
  isImageGate(resource: Resource): boolean;
  /** Whether a resource is part of gates without being a gate: it binds a gate, exempts from it or defines its kind. */
  isPart?(resource: Resource): boolean;
  /** The gates in force. A policy without a binding is not in force, if its engine needs one. */
  gates?(policies: PolicySet): GateRecipe[];
  /** Whether its gates validate after all mutations, so that they see the digests that policies add to images. */
  readonly validatesAfterMutation?: boolean;
  /** The resources that its policies need to be in force. */
  readonly enforcement?: Enforcement;

  /**
   * The ways in which a gate admits images that it seems to deny. The resource is the gate, or it binds, defines or
   * calls one.
   * @param policies those of the workspace: the binding or the definition of a policy is a resource of its own
   */
  weaknesses?(resource: Resource, policies: PolicySet): Weakness[];
  /** Why the API server does not accept a resource of its gates, so that it is not in force. */
  refusals?(resource: Resource): readonly GateRefusal[];
  /** The exemptions of one of its gates. */
  exemptions?(gate: Resource, policies: PolicySet): GateExemption[];
  /** The labels of namespaces that the engine, or the selector of its webhook, reads. */
  readonly namespaceLabels?: readonly NamespaceLabel[];

  /** The policies that change images. */
  readonly imageMutation?: ImageMutation;
  /** The policies that add digests to images. */
  digestMutators?(policies: PolicySet): DigestMutator[];
  /** The containers that a policy adds to pods. */
  injections?(resource: Resource): PolicyInjection[];

  /** Writes a gate for it. */
  readonly newGate?: GateWriter;
  /** Writes a gate for its older releases, which are a choice of their own. */
  readonly olderGate?: GateWriter & { readonly name: string };
  /** The API resources of its policies: a role with write access to them can disable a gate. */
  readonly apiResources?: readonly ApiResources[];
}

/** A policy that decides which images may run. */
export interface PolicyReference {
  readonly engine: string;
  readonly kind: string;
  readonly name: string | undefined;
}

/** Policies that have no effect until another resource puts them into force. */
export interface Enforcement {
  /** The policy that a resource puts into force, as a key that begins with the kind of resource: `binding NAME`. */
  enforcedBy(resource: Resource): string | undefined;
  /**
   * The resource that the workspace lacks for a gate to be in force, in words: its kind and its purpose.
   * @param enforced the keys of all resources of the workspace
   */
  missingFor(gate: Resource, enforced: ReadonlySet<string>): string | undefined;
}

/** A way in which a gate admits images that it seems to deny. */
export type WeaknessKind =
  | 'audit-only'
  | 'fails-open'
  | 'create-only'
  | 'prefix-ambiguous'
  | 'skips-containers'
  /** Not a way around the gate, but what it stops without need. */
  | 'stops-what-runs';

export interface Weakness {
  readonly kind: WeaknessKind;
  /** The value with the weakness, or the place of the missing value. */
  readonly at: YamlValue;
  /** What the policy does, as the predicate of its name. */
  readonly effect: string;
  /** The value to write there instead. */
  readonly remedy?: string | readonly string[];
  /** The item to append to a list instead. */
  readonly addition?: {
    readonly list: YamlValue;
    readonly item: Readonly<Record<string, string>>;
    /** The item in the title of the fix. */
    readonly title: string;
  };
  /** What to do, as a sentence, if it differs from the advice for its kind. */
  readonly advice?: string;
}

/** What the API server does not accept. */
export interface GateRefusal {
  readonly at: YamlValue;
  /** As the API server says it. */
  readonly message: string;
}

/** An exemption from a gate: namespaces, or what the gate does, as the predicate of its name. */
export type GateExemption =
  | { readonly at: YamlValue; readonly namespaces: readonly string[] }
  | { readonly at: YamlValue; readonly does: string };

/** A namespace label that an engine, or the selector of its webhook, reads. */
export interface NamespaceLabel {
  readonly name: string;
  /** The value with which the engine checks a namespace, if it has one. */
  readonly optIn?: string;
  /** For the default installation of its engine: the value that exempts a namespace (`undefined`: any), and the value to write instead. */
  readonly byDefault?: { readonly out: string | undefined; readonly remedy?: string };
}

/** How an engine changes images before gates validate them. */
export interface ImageMutation {
  /** Whether a resource changes images, or puts a policy that does into force. */
  isPart(resource: Resource): boolean;
  /** The policies in force that change images. */
  mutators(policies: Pick<PolicySet, 'ofKind'>): ImageMutator[];
}

/** A container that a policy adds to pods during admission. */
export interface PolicyInjection {
  readonly container: AddedContainer;
  /** The place in the policy that adds it. */
  readonly at: YamlValue;
  /** The kinds that the policy applies to; `Pod` also means the pods of all workloads. */
  readonly kinds: readonly string[];
}

/** Writes policies of an engine that admit images from some places only. */
interface GateWriter {
  /** The kinds that it writes. All are cluster-scoped, so a resource of the same name replaces another. */
  readonly kinds: readonly { readonly group: string; readonly kind: string }[];
  /** @returns YAML */
  write(name: string, places: UsedPlaces): string;
}

/** Resources of an API group, by plural name; every resource of the group if no names are given. */
interface ApiResources {
  readonly group: string;
  readonly resources?: readonly string[];
  /** They are in namespaces, so that a right in one namespace is enough. */
  readonly isNamespaced?: true;
}
