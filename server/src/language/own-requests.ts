import type { Connection } from 'vscode-languageserver';
import type { Configurations } from '../configuration/configurations';
import { NEW_GATE_ENGINES } from '../gating/new-gate';
import {
  type AuditParams,
  auditRequest,
  type NewGateParams,
  newGateRequest,
  type RolesParams,
  type RuleDocumentationParams,
  type RunningDigestsParams,
  rolesRequest,
  ruleDocumentationRequest,
  runningDigestsRequest,
  type WorkloadAtParams,
  type WriteDigestParams,
  workloadAtRequest,
  writeDigestRequest,
} from '../protocol';
import { RULES } from '../rules/index';
import { ruleMarkdown } from '../rules/markdown';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { auditPage } from './audit';
import type { NewGates } from './new-gates';
import type { OpenDocuments } from './open-documents';
import { runningDigests } from './running-digests';
import { rolesOf, workloadAt } from './workload-at';
import { writeDigest } from './write-digest';

/** What the answers are made of. */
interface Sources {
  readonly index: WorkspaceIndex;
  readonly open: OpenDocuments;
  readonly configurations: Configurations;
  newGates(): NewGates;
  /** Resolves once the workspace has been read, or has taken too long. */
  isRead(): Promise<void>;
  /** The URI of the first folder of the workspace, if it has any. */
  folder(): string | undefined;
}

/** Answers what our own client asks beyond the protocol (`protocol.ts`). */
export function answerOwnRequests(connection: Connection, sources: Sources): void {
  const { index, open, configurations } = sources;

  connection.onRequest(newGateRequest, async ({ engine, beside }: NewGateParams) => {
    const known = NEW_GATE_ENGINES.find((candidate) => candidate === engine);
    if (!known) return null;
    return sources.newGates().create(known, beside, configurations.optionsFor(beside).allowedRegistries ?? []);
  });

  connection.onRequest(auditRequest, async (params: AuditParams) => {
    await sources.isRead();
    return auditPage(params, index, sources.folder());
  });

  connection.onRequest(workloadAtRequest, ({ uri, position }: WorkloadAtParams) => {
    const analysis = open.analyse(uri);
    return (analysis && workloadAt(analysis, position)) ?? null;
  });

  connection.onRequest(rolesRequest, ({ pod }: RolesParams) => rolesOf(pod));

  connection.onRequest(runningDigestsRequest, (params: RunningDigestsParams) => runningDigests(params));

  connection.onRequest(writeDigestRequest, (params: WriteDigestParams) => writeDigest(connection, open, params));

  connection.onRequest(ruleDocumentationRequest, ({ rule }: RuleDocumentationParams) => {
    const found = RULES.find(({ id }) => id === rule);
    return found ? ruleMarkdown(found) : null;
  });
}
