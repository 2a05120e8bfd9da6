import type { Declared, ManifestPlace } from './declared';
import type { ContainerFacts, PodFacts } from './pod-facts';
import type { RunningGroup, RunningNamespace } from './running';

export const AUDIT_FINDINGS = [
  'undeclared-container',
  'ephemeral-container',
  'image-drift',
  'extra-privilege',
] as const;
export type AuditFindingKind = (typeof AUDIT_FINDINGS)[number];
/** From the most to the least severe. */
export const AUDIT_SEVERITIES = ['error', 'warning', 'information'] as const;
export type AuditSeverity = (typeof AUDIT_SEVERITIES)[number];

/** Something about the pods of a group, or some of them. */
export interface GroupFinding {
  readonly finding: AuditFindingKind;
  readonly severity: AuditSeverity;
  readonly message: string;
  /** None where it is about the pod. */
  readonly container?: string;
  readonly manifest?: ManifestPlace;
}

/** A group with what it is compared to. */
export interface Subject {
  readonly group: RunningGroup;
  readonly namespace: RunningNamespace | undefined;
  /** Its manifest; none where the workspace has none. */
  readonly declared: Declared | undefined;
  /** Its template; none where it has none, or where that isn't known. */
  readonly template: PodFacts | undefined;
  /** A kustomization takes the manifest over, which may add what the manifest doesn't say. */
  readonly isBuilt: boolean;
  /** The webhooks that may have changed it, in words; nothing where none is known. */
  readonly perhaps: () => string;
}

/** The containers that the pod was made with; the others were put in while it ran. */
export function ordinaryContainers({ group }: Subject): readonly ContainerFacts[] {
  return group.spec.containers.filter(({ list }) => list !== 'ephemeralContainers');
}

export function inTemplate({ template }: Subject, name: string): ContainerFacts | undefined {
  return template?.containers.find((container) => container.name === name);
}

/** What the controller's template is called in a sentence. */
export function templateName({ group: { template } }: Subject): string {
  return template.from === 'owner' ? `the template of its ${template.kind}` : 'its template';
}

/** A list as people say it. */
export function sentenceList(words: readonly string[], last: 'and' | 'or' = 'and'): string {
  const end = words.at(-1) ?? '';
  return words.length < 2 ? end : `${words.slice(0, -1).join(', ')} ${last} ${end}`;
}
