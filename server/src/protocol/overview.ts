/** Client to server: the findings of the whole workspace as a text. */
export const reportRequest = 'sidecarGuard/report';
export interface ReportParams {
  readonly format: ReportFormat;
}
/** `page` is the body of a page of the editor, in HTML that is escaped. */
export const REPORT_FORMATS = ['page', 'html', 'markdown', 'sarif'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The views of the workspace. `findings` is grouped in one of the ways of `FINDING_GROUPS`. */
export const VIEWS = ['pods', 'findings', 'gates', 'access'] as const;
export type ViewName = (typeof VIEWS)[number];
export const FINDING_GROUPS = ['rule', 'workload', 'severity'] as const;
export type FindingGroup = (typeof FINDING_GROUPS)[number];

/** Client to server: the user sees a view, or none any more. The server keeps views up to date only meanwhile. */
export const watchViewsNotification = 'sidecarGuard/watchViews';
export interface WatchViewsParams {
  readonly isWatched: boolean;
}

/** Server to client: what watched views show may have changed. No parameters. */
export const viewsChangedNotification = 'sidecarGuard/viewsChanged';

/** Client to server: the nodes below a node of a view. */
export const viewNodesRequest = 'sidecarGuard/viewNodes';
export interface ViewNodesParams {
  readonly view: ViewName;
  /** For `findings`. */
  readonly group?: FindingGroup;
  /** The keys of the nodes on the way to the node; empty for the view itself. */
  readonly path: readonly string[];
  /** How many nodes are wanted at most. */
  readonly most: number;
}
export interface ViewNodes {
  readonly nodes: readonly ViewNode[];
  /** How many more there are. */
  readonly more: number;
  /** Whether files are still being read. */
  readonly isReading: boolean;
}
export interface ViewNode {
  /** Not the same as that of a sibling; it stays the same when other nodes come and go. */
  readonly key: string;
  readonly icon: ViewIcon;
  readonly label: string;
  readonly description?: string;
  /** Sentences that explain the node. */
  readonly detail?: string;
  /** The worst severity of the findings below it. */
  readonly worst?: ViewSeverity;
  /** Whether there are nodes below it, and whether they are shown at first. */
  readonly below?: 'open' | 'closed';
  readonly place?: ViewPlace;
  /** The rule of a finding. */
  readonly rule?: string;
  /** Whether the finding may have a fix. */
  readonly isFixable?: boolean;
  /** Whether it stands for pods, of which a cluster can have logs. */
  readonly isInCluster?: boolean;
}
export type ViewSeverity = 'error' | 'warning' | 'information' | 'hint';
export type ViewIcon =
  | ViewSeverity
  | 'namespace'
  | 'workload'
  | 'app'
  | 'sidecar'
  | 'native-sidecar'
  | 'init'
  | 'ephemeral'
  | 'injected'
  | 'rule'
  | 'gate'
  | 'admitted'
  | 'refused'
  | 'unsure'
  | 'unchecked'
  | 'subject'
  | 'ability';
/** 0-based, in UTF-16 units. */
export interface ViewPlace {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

/** Client to server: the edits that make every safe fix of the workspace. No parameters. Nothing is changed yet. */
export const fixWorkspaceRequest = 'sidecarGuard/fixWorkspace';
/** @typeParam Edit the `WorkspaceEdit` of the Language Server Protocol */
export interface WorkspaceFixes<Edit> {
  /** Each change is to be confirmed by the user. */
  readonly edit: Edit;
  /** How many files it changes. */
  readonly files: number;
  /** How many more files have a safe fix: the edit has a limit. */
  readonly leftOut: number;
}

/** Client to server: apply the first fix of a finding in an open file. The server tells the user if there is none. */
export const fixFindingRequest = 'sidecarGuard/fixFinding';
export interface FixFindingParams {
  readonly uri: string;
  readonly rule: string;
  readonly position: { readonly line: number; readonly character: number };
}
