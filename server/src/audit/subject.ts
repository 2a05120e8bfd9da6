import type { Declared } from './declared';
import type { ManifestPlace } from './manifests';
import type { ContainerFacts, PodFacts } from './pod-facts';
import type { RunningGroup, RunningNamespace } from './running';

const AUDIT_FINDINGS = [
  'undeclared-container',
  'ephemeral-container',
  'image-drift',
  'program-drift',
  'extra-privilege',
] as const;
export type AuditFindingKind = (typeof AUDIT_FINDINGS)[number];
/** From the most to the least severe. */
export const AUDIT_SEVERITIES = ['error', 'warning', 'information'] as const;
export type AuditSeverity = (typeof AUDIT_SEVERITIES)[number];

/** A finding about all or some pods of a group. */
export interface GroupFinding {
  readonly finding: AuditFindingKind;
  readonly severity: AuditSeverity;
  readonly message: string;
  /** `undefined` if the finding is about the pod. */
  readonly container?: string;
  readonly manifest?: ManifestPlace;
}

/** A group of pods, and what it is compared with. */
export interface AuditSubject {
  readonly group: RunningGroup;
  readonly namespace: RunningNamespace | undefined;
  /** Its manifest; `undefined` if the workspace has none, and for pods of an older template. */
  readonly declared: Declared | undefined;
  /** Its template; `undefined` if there is none, or if it isn't known. */
  readonly template: PodFacts | undefined;
  /** For pods of an older template: what the workload is declared to be by now. */
  readonly now?: { readonly declared: Declared | undefined; readonly template: PodFacts | undefined };
  /** A kustomization uses the manifest, and can add fields that are not in the manifest. */
  readonly isBuilt: boolean;
  /** Who may have changed it when it was created, in words after a space; empty if no client is known to. */
  readonly perhaps: () => string;
}

/** The containers that the pod was created with, without ephemeral containers. */
export function ordinaryContainers({ group }: AuditSubject): readonly ContainerFacts[] {
  return group.spec.containers.filter(({ list }) => list !== 'ephemeralContainers');
}

export function inTemplate({ template }: AuditSubject, name: string): ContainerFacts | undefined {
  return template?.containers.find((container) => container.name === name);
}

/** Whether there is anything to compare a group with. */
export function isCompared({ declared, template, now }: AuditSubject): boolean {
  return [declared, template, now?.declared, now?.template].some((base) => base !== undefined);
}

/** The template of the controller in a sentence. */
export function templateName({ group: { template } }: AuditSubject): string {
  return template.from === 'owner' ? `the template of its ${template.kind}` : 'its template';
}

/** A list as part of a sentence: "a, b and c". */
export function sentenceList(words: readonly string[], last: 'and' | 'or' = 'and'): string {
  const end = words.at(-1) ?? '';
  return words.length < 2 ? end : `${words.slice(0, -1).join(', ')} ${last} ${end}`;
}
