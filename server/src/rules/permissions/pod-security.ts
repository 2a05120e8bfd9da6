import type { Pod } from '../../pod/pod';
import type { WorkspaceIndex } from '../../workspace/workspace-index';
import type { Severity } from '../severity';

/** The levels of the Pod Security Standards, the most permissive first. */
export const LEVELS = ['privileged', 'baseline', 'restricted'] as const;
export type Level = (typeof LEVELS)[number];

/** A level as `--pod-security` and the namespace labels name it; `latest` or `v1.N`. */
export interface LeveledVersion {
  readonly level: Level;
  readonly version: string;
}

/** What judges a pod's permissions, and what follows from a violation. */
export interface PodSecurity {
  readonly enforce: LeveledVersion;
  readonly warn: LeveledVersion;
  /** Who says so, for messages. */
  readonly source: 'option' | 'namespace' | 'default';
}

const PRIVILEGED: LeveledVersion = { level: 'privileged', version: 'latest' };
const BASELINE: LeveledVersion = { level: 'baseline', version: 'latest' };

/**
 * The level that a pod is held to: the one asked for, else the labels of its namespace where the workspace has its
 * manifest (Pod Security Admission, "Pod Security Admission labels for namespaces"), else baseline as advice.
 */
export function podSecurityOf(pod: Pod, index: WorkspaceIndex, option: LeveledVersion | undefined): PodSecurity {
  if (option) return { enforce: option, warn: PRIVILEGED, source: 'option' };
  const namespace = pod.resource.namespace === undefined ? undefined : index.namespace(pod.resource.namespace);
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

/** The strictest level that a pod is held to, in whichever way. */
export function effectiveLevel({ enforce, warn }: PodSecurity): LeveledVersion {
  return stricter(enforce, warn);
}

/** How severe a violation of a control of the given level is; `undefined` where the pod isn't held to that level. */
export function violation(
  podSecurity: PodSecurity,
  control: Level,
): { severity: Severity; consequence: string } | undefined {
  if (includes(podSecurity.enforce.level, control)) {
    const { level } = podSecurity.enforce;
    return podSecurity.source === 'option'
      ? { severity: 'error', consequence: `the Pod Security level "${level}" forbids it` }
      : { severity: 'error', consequence: `its namespace enforces "${level}", so the API server will refuse this pod` };
  }
  if (includes(podSecurity.warn.level, control)) {
    return { severity: 'warning', consequence: `the Pod Security level "${podSecurity.warn.level}" forbids it` };
  }
  return undefined;
}

export function parseLevel(text: string | undefined): Level | undefined {
  return LEVELS.find((level) => level === text);
}

function includes(level: Level, control: Level): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(control);
}

function stricter(a: LeveledVersion, b: LeveledVersion): LeveledVersion {
  return LEVELS.indexOf(b.level) > LEVELS.indexOf(a.level) ? b : a;
}
