/** A manifest that is not on the disk. */
export interface Manifest {
  /** Its path, for reports and for its configuration; relative to `cwd`. */
  readonly name: string;
  readonly text: string;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';
export type Role = 'app' | 'sidecar' | 'native-sidecar' | 'init' | 'ephemeral';

export interface CheckSettings {
  /** The folder that paths count from; by default, the working folder. */
  readonly cwd?: string;
  /** The configuration file for all manifests; by default, the nearest `.sidecar-guard.yaml` of each. */
  readonly config?: string;
  /** Severities of rules, by their ids. */
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
  /** The only rules to run. */
  readonly only?: readonly string[];
  /** Such as `restricted` or `baseline:v1.30`. */
  readonly podSecurity?: string;
  /** Such as `1.33`. */
  readonly kubernetesVersion?: string;
  /** Whether the files that .gitignore names are left out; by default, they are. */
  readonly gitignore?: boolean;
  /** Whether comments and annotations in manifests silence findings; by default, they do. */
  readonly inlineIgnores?: boolean;
}

/** 0-based, in UTF-16 units, as in the Language Server Protocol. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
}

export interface Finding {
  readonly rule: string;
  readonly category: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: { readonly start: Position; readonly end: Position };
  readonly resource: Resource;
  readonly container?: string;
  readonly role?: Role;
  /** The titles of its fixes. */
  readonly fixes: readonly string[];
  /** The page of the rule. */
  readonly docs?: string;
}

export interface Pod {
  readonly file: string;
  readonly resource: Resource;
  readonly containers: readonly {
    readonly name: string;
    readonly role: Role;
    readonly evidence: readonly string[];
    readonly image?: string;
  }[];
  readonly podSecurity: { readonly level: 'privileged' | 'baseline' | 'restricted'; readonly version: string };
  readonly imageGate: { readonly state: 'gated' | 'audit' | 'partial' | 'none'; readonly by: readonly string[] };
}

/** The same as `sidecar-guard check --format json` prints. */
export interface CheckReport {
  readonly version: 1;
  readonly files: number;
  readonly findings: readonly Finding[];
  readonly pods: readonly Pod[];
  /** What could not be checked, and why. */
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  /** How much was left out on purpose. */
  readonly leftOut: {
    readonly ignoredFiles: number;
    readonly ignoredFolders: number;
    readonly foreignFolders: number;
    readonly excludedFiles: number;
  };
}
