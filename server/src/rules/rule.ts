import type { Change } from '../fixes/change';
import type { Gate, PodDecision } from '../gating/gate';
import type { ImageGate } from '../gating/gate-engine';
import type { PolicySet } from '../gating/policy-set';
import type { ManifestDocument } from '../manifest/document';
import type { Resource } from '../manifest/resource';
import type { Span, YamlValue } from '../manifest/value';
import type { Container } from '../pod/container';
import type { Pod } from '../pod/pod';
import type { AccessGraph } from '../workspace/access-graph';
import type { NamespaceFact } from '../workspace/facts';
import type { ConfigMapMount } from '../workspace/scripts';
import type { WorkloadFact } from '../workspace/workload';
import type { PodSecurity } from './permissions/pod-security';
import type { Severity } from './severity';

export type Category = 'sidecar' | 'permissions' | 'images' | 'access' | 'suppression';

/** An edit that makes a finding go away. */
export interface Fix {
  readonly title: string;
  /** It cannot change what the workload does: safe to apply without a look, and part of "fix all". */
  readonly isPreferred: boolean;
  /** The edit, worked out when asked for; `undefined` where it can't be made exactly. */
  change(): Change | undefined;
}

/** Another place that a finding is about. */
export interface Related {
  readonly at: YamlValue;
  /** The document that it stands in, where that isn't the finding's own. */
  readonly document?: ManifestDocument;
  readonly message: string;
}

/** What a rule found. */
export interface Finding {
  /** The YAML value that the finding is about. */
  readonly at: YamlValue;
  /** A narrower place inside it. */
  readonly span?: Span;
  /** Who can do what, and what to do about it; one sentence or two. */
  readonly message: string;
  /** Overrides the rule's default severity. */
  readonly severity?: Severity;
  /** The finding is that something is missing, which an unreadable or partial document can't tell. */
  readonly isAbsence?: boolean;
  /** The container that it is about; findings about the pod or resource as a whole have none. */
  readonly container?: Container;
  /** The entry of the resource that it is about, where a resource has several of which each can have its finding. */
  readonly entry?: YamlValue;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

/** What a rule may ask beyond the pod or resource that it looks at. */
export interface RuleContext {
  /** The workspace's image gates; `undefined` until the whole workspace has been read. */
  readonly gates: readonly ImageGate[] | undefined;
  /** Those that count somewhere, as their engines read them; none until the whole workspace has been read. */
  readonly gatesInForce: readonly Gate[];
  /** The resources that gates consist of, as far as the workspace has been read. */
  readonly policies: PolicySet;
  /** What each gate of the workspace makes of a pod; nothing until the whole workspace has been read. */
  decisionsOn(pod: Pod): readonly PodDecision[];
  /** What puts policies into force, by kind and name: see `Facts.enforcers`. */
  readonly enforcers: ReadonlySet<string>;
  /** The minor version of the Kubernetes 1.x release that the manifests are for. */
  readonly kubernetesMinor: number;
  /** The places that images may come from; empty where the user has not said. */
  readonly allowedRegistries: readonly string[];
  podSecurity(pod: Pod): PodSecurity;
  /** The manifest of the namespace that a resource goes to, if the workspace has it. */
  namespaceOf(resource: Resource): NamespaceFact | undefined;
  /** The images that a resource's image becomes by the kustomizations of the workspace, or itself. */
  imagesFor(resource: Resource, image: string): readonly string[];
  readonly workloads: readonly WorkloadFact[];
  /** The workloads that a kustomization's own patches, or a patch that kustomizations apply, can change. */
  patchable(document: ManifestDocument): readonly WorkloadFact[];
  /** The containers of the workspace that mount a ConfigMap. */
  mountsOf(configMap: Resource): readonly ConfigMapMount[];
  /** Who may do what, as far as the workspace says. */
  readonly access: AccessGraph;
}

/** Something that users can set for a rule, beside its severity. */
export interface RuleOption {
  /** Its name among the settings and in `.sidecar-guard.yaml`. */
  readonly name: string;
  readonly description: string;
  /** As YAML. */
  readonly default: string;
}

export interface Reference {
  readonly title: string;
  readonly url: string;
}

/** One rule: everything about it in one object. Its docs, tests and settings are made from this. */
export interface Rule {
  readonly id: string;
  readonly category: Category;
  /** Its default. Rules that are opinions rather than faults are off until somebody asks for them. */
  readonly severity: Severity | 'off';
  /** What it finds, as a phrase. */
  readonly title: string;
  /** What an attacker or an outage does with it. */
  readonly why: string;
  /** What to do about it. */
  readonly fix: string;
  readonly references: readonly Reference[];
  readonly options?: readonly RuleOption[];
  /** What other tools call the same thing. */
  readonly peers?: Readonly<Record<string, readonly string[]>>;
  /** Whole manifests, run as tests: `bad` has findings of this rule alone to speak of, `good` has none of it. */
  readonly examples: { readonly bad: string; readonly good: string };
  pod?(pod: Pod, context: RuleContext): Iterable<Finding>;
  container?(container: Container, pod: Pod, context: RuleContext): Iterable<Finding>;
  resource?(resource: Resource, context: RuleContext): Iterable<Finding>;
}
