import type { Change } from '../fixes/change';
import type { GateResult } from '../gating/gate';
import type { ManifestDocument } from '../manifest/document';
import type { Resource } from '../manifest/resource';
import type { Span, YamlValue } from '../manifest/value';
import type { Container } from '../pod/container';
import type { Pod } from '../pod/pod';
import type { PodImage } from '../pod/pod-image';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { RunImage } from './images/run-images';
import type { PodSecurity } from './permissions/pod-security';
import type { Severity } from './severity';

export type Category = 'sidecar' | 'refused' | 'permissions' | 'images' | 'access' | 'suppression' | 'analysis';

/** An edit that makes a finding go away. */
export interface Fix {
  readonly title: string;
  /** It cannot change what the workload does, so it is safe to apply without a review, and is part of "fix all". */
  readonly isPreferred: boolean;
  /** Makes the edit; `undefined` if the edit cannot be exact. */
  change(): Change | undefined;
}

/** Another place of a finding. */
export interface Related {
  readonly at: { readonly span: Span };
  /** The document of the place, if it is not the document of the finding. */
  readonly document?: ManifestDocument;
  readonly message: string;
}

/** One finding of a rule. */
export interface Finding {
  /** The YAML value that the finding is about. */
  readonly at: YamlValue;
  /** A narrower place inside it. */
  readonly span?: Span;
  /** The risk first, then who can do what, then what to do: at most two short sentences. */
  readonly message: string;
  /** Overrides the rule's default severity. */
  readonly severity?: Severity;
  /** The finding is that something is missing. It is dropped for a document that is unreadable or partial. */
  readonly isAbsence?: boolean;
  /** The container of the finding; none if the finding is about the whole pod or resource. */
  readonly container?: Container;
  /** The part of the resource or container that the finding is about, if several parts can each have a finding. */
  readonly entry?: YamlValue;
  /** A file has it once, at its first place: makes the message for a file with so many others. */
  readonly onceAFile?: (others: number) => string;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

/** The questions that rules put to the workspace's index directly. */
type Workspace = Pick<
  WorkspaceIndex,
  'enforcers' | 'workloads' | 'namespaceOf' | 'builds' | 'mountsOf' | 'pinsMostImages' | 'isComplete'
>;

/** What a rule can ask about the workspace. */
export interface RuleContext {
  readonly workspace: Workspace;
  /** The minor version of the Kubernetes 1.x release that the manifests are for. */
  readonly kubernetesMinor: number;
  /** The places that images may come from; empty if the user has not set them. */
  readonly allowedRegistries: readonly string[];
  /** Whether the user wants each image to have a digest. */
  readonly requireDigest: boolean;
  podSecurity(pod: Pod): PodSecurity;
  /** The images that a container or volume uses; see `RunImage`. */
  runImages(used: PodImage, pod: Pod): readonly RunImage[];

  // What the index works out for all documents: the time for it is not the document's own.

  /** The workspace's image gates; `undefined` until the whole workspace has been read. */
  readonly gates: WorkspaceIndex['gates'] | undefined;
  /** The gates in force, as their engines read them; none until the whole workspace has been read. */
  readonly gatesInForce: WorkspaceIndex['decisions']['inForce'];
  /** The resources of the gates, as far as the workspace has been read. */
  readonly policies: WorkspaceIndex['decisions']['policies'];
  /** The decision of each gate of the workspace on a pod; none until the whole workspace has been read. */
  decisionsOn(pod: Pod): readonly GateResult[];
  readonly access: WorkspaceIndex['access'];
}

/** A setting of a rule, besides its severity. */
interface RuleOption {
  /** Its name in the settings and in `.sidecar-guard.yaml`. */
  readonly name: string;
  readonly description: string;
  /** As YAML. */
  readonly default: string;
}

export interface RuleReference {
  readonly title: string;
  readonly url: string;
}

/** One rule: everything about it in one object. Its docs, tests and settings are generated from it. */
export interface Rule {
  readonly id: string;
  readonly category: Category;
  /** The default. A rule that is an opinion and not a fault is off by default. */
  readonly severity: Severity | 'off';
  /** What it finds, as a phrase. */
  readonly title: string;
  /** What its findings are about has no effect, or should no longer be used: editors show such text in a way of its own. */
  readonly tag?: 'unnecessary' | 'deprecated';
  /** When it has another severity than the default, as sentences. */
  readonly severities?: string;
  /** How an attacker uses it, or which outage it causes. */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
  readonly references: readonly RuleReference[];
  readonly options?: readonly RuleOption[];
  /** The rules of other tools for the same fault. */
  readonly peers?: Readonly<Record<string, readonly string[]>>;
  /**
   * Whole manifests, which are run as tests: `bad` has findings of this rule, `good` has none. A comment marks each line
   * that has a finding with its severity: `# warning`, `# error: reason`. Alone on a line, it marks the next line.
   */
  readonly examples: { readonly bad: string; readonly good: string };
  /**
   * The kinds of resources in which `resource` can find something, in any API group; `uncommon` for all but those of
   * `COMMON_KINDS`; all kinds if it is not set. Most rules look at few kinds, and most resources are of others.
   */
  readonly kinds?: readonly string[] | 'uncommon';
  /** `resource` also looks at patches, which are of any kind, where the workspace has kustomizations. */
  readonly appliesToPatches?: true;
  /**
   * Names of fields of which one, at least, is written in every resource in whose pods `pod`, `container` or `image` find something; not
   * set if there are no such fields. Most rules are about fields that few manifests have.
   */
  readonly fields?: readonly string[];
  /** What of the node a pod has by a finding, as words for a list. A DaemonSet has one finding of all that it has: see `joinNodeAccess`. */
  readonly nodeAccess?: string;
  pod?(pod: Pod, context: RuleContext): Iterable<Finding>;
  container?(container: Container, pod: Pod, context: RuleContext): Iterable<Finding>;
  /** Looks at the images of containers and volumes. */
  image?(image: PodImage, pod: Pod, context: RuleContext): Iterable<Finding>;
  resource?(resource: Resource, context: RuleContext): Iterable<Finding>;
}
