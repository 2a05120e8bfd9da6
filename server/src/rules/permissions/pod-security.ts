import type { Pod } from '../../pod/pod';
import type { WorkspaceIndex } from '../../workspace/workspace-index';
import { parseKubernetesVersion } from '../kubernetes-version';
import type { Severity } from '../severity';

/** The levels of the Pod Security Standards, the most permissive first. */
export const POD_SECURITY_LEVELS = ['privileged', 'baseline', 'restricted'] as const;
export type Level = (typeof POD_SECURITY_LEVELS)[number];

/** A level as `--pod-security` and the namespace labels name it; `latest` or `v1.N`. */
export interface LeveledVersion {
  readonly level: Level;
  readonly version: string;
}

/** The levels that a pod's permissions are checked against. */
export interface PodSecurity {
  readonly enforce: LeveledVersion;
  readonly warn: LeveledVersion;
  /** What sets the levels, for messages. */
  readonly source: 'option' | 'namespace' | 'default';
}

const PRIVILEGED: LeveledVersion = { level: 'privileged', version: 'latest' };
const BASELINE: LeveledVersion = { level: 'baseline', version: 'latest' };

/**
 * The levels of a pod: from the option, else from the labels of its namespace if the workspace has its manifest (Pod
 * Security Admission, "Pod Security Admission labels for namespaces"), else baseline as a recommendation.
 */
export function podSecurityOf(pod: Pod, index: WorkspaceIndex, option: LeveledVersion | undefined): PodSecurity {
  if (option) return { enforce: option, warn: PRIVILEGED, source: 'option' };
  const namespace = index.namespaceOf(pod.resource);
  const labelled = (mode: string): LeveledVersion | undefined => {
    const level = parseLevel(namespace?.labels[`pod-security.kubernetes.io/${mode}`]);
    return level && { level, version: namespace?.labels[`pod-security.kubernetes.io/${mode}-version`] ?? 'latest' };
  };
  const [enforce, warn, audit] = [labelled('enforce'), labelled('warn'), labelled('audit')];
  if (!enforce && !warn && !audit) return { enforce: PRIVILEGED, warn: BASELINE, source: 'default' };
  return {
    enforce: enforce ?? PRIVILEGED,
    warn: stricter(warn ?? PRIVILEGED, audit ?? PRIVILEGED),
    source: 'namespace',
  };
}

/** The strictest level of a pod, enforced or not. */
export function effectiveLevel({ enforce, warn }: PodSecurity): LeveledVersion {
  return stricter(enforce, warn);
}

/** A level of a pod, and what follows from a violation. */
export interface Standard {
  /** The minor version of Kubernetes 1.x whose edition of the standard applies. */
  readonly minor: number;
  readonly severity: Severity;
  readonly consequence: string;
}

/** The levels of a pod that include the controls of a level, the strictest first. */
export function standardsFor({ enforce, warn, source }: PodSecurity, control: Level, latestMinor: number): Standard[] {
  const standards: Standard[] = [];
  if (includes(enforce.level, control)) {
    const consequence =
      source === 'option'
        ? `the Pod Security level "${enforce.level}" forbids it`
        : `its namespace enforces "${enforce.level}", so the API server refuses the pod`;
    standards.push({ minor: minorOf(enforce, latestMinor), severity: 'error', consequence });
  }
  if (includes(warn.level, control)) {
    const consequence = `the Pod Security level "${warn.level}" forbids it`;
    standards.push({ minor: minorOf(warn, latestMinor), severity: 'warning', consequence });
  }
  return standards;
}

/** `latest` means the Kubernetes version that the manifests are for. */
function minorOf({ version }: LeveledVersion, latestMinor: number): number {
  return parseKubernetesVersion(version) ?? latestMinor;
}

/** A level, with or without a version: `baseline`, `baseline:latest`, `baseline:v1.30`. */
export function parseLeveledVersion(text: string): LeveledVersion | undefined {
  const [name, version = 'latest', ...rest] = text.split(':');
  const level = parseLevel(name);
  if (!level || rest.length > 0 || !/^(?:latest|v1\.\d+)$/.test(version)) return undefined;
  return { level, version };
}

export function parseLevel(text: string | undefined): Level | undefined {
  return POD_SECURITY_LEVELS.find((level) => level === text);
}

function includes(level: Level, control: Level): boolean {
  return POD_SECURITY_LEVELS.indexOf(level) >= POD_SECURITY_LEVELS.indexOf(control);
}

function stricter(a: LeveledVersion, b: LeveledVersion): LeveledVersion {
  return POD_SECURITY_LEVELS.indexOf(b.level) > POD_SECURITY_LEVELS.indexOf(a.level) ? b : a;
}
