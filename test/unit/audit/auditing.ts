import { type AuditReport, auditRunning } from '../../../server/src/audit/audit';
import { podFactsOf } from '../../../server/src/audit/pod-facts';
import type { RunningGroup, RunningState } from '../../../server/src/audit/running';
import { ManifestFile } from '../../../server/src/manifest/file';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';

/** What runs, as far as a test says it: the Deployment "web" in "shop", of one pod. */
export interface Running extends Partial<Omit<RunningGroup, 'spec' | 'template' | 'present'>> {
  /** As the API server has it. */
  readonly spec: object;
  /** The spec in its ReplicaSet's template; none where that isn't known. */
  readonly template?: object | undefined;
  readonly isOnItsOwn?: boolean;
  /** The spec in the template that the Deployment has by now. */
  readonly present?: object;
}

export function groupOf({ spec, template, isOnItsOwn, present, ...more }: Running): RunningGroup {
  return {
    namespace: 'shop',
    workload: { kind: 'Deployment', name: 'web' },
    labels: {},
    annotations: {},
    pods: 1,
    names: ['web-1'],
    statuses: [],
    ...more,
    spec: podFactsOf({ spec }),
    ...(present && { present: podFactsOf({ spec: present }) }),
    template: isOnItsOwn
      ? { from: 'itself' }
      : template === undefined
        ? { from: 'unknown', reason: 'its ReplicaSet "web-7f" is gone' }
        : { from: 'owner', kind: 'ReplicaSet', spec: podFactsOf({ spec: template }) },
  };
}

/** The report on what runs, compared with manifests by their file's name. */
export function auditOf(
  running: readonly Running[],
  manifests: Readonly<Record<string, string>> = {},
  more: Partial<RunningState> = {},
): AuditReport {
  const index = new WorkspaceIndex();
  for (const [name, text] of Object.entries(manifests)) index.update(name, ManifestFile.read(text));
  return auditRunning(
    {
      context: 'test',
      defaultNamespace: 'shop',
      groups: running.map(groupOf),
      namespaces: [],
      webhooks: [],
      policies: [],
      limits: [],
      ...more,
    },
    index,
  );
}

/** Findings as a user tells them apart. */
export function brief({ findings }: AuditReport): string[] {
  return findings.map(({ finding, severity, container = '-' }) => `${severity} ${finding} ${container}`);
}

/** A Deployment "web" whose pods have this spec, in JSON. */
export function deployment(spec: object, metadata: object = { name: 'web', namespace: 'shop' }): string {
  return JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { template: { spec } } });
}

export const APP = { name: 'web', image: 'registry.example.com/web:1' };
export const DIGEST = (character: string): string => `sha256:${character.repeat(64)}`;
