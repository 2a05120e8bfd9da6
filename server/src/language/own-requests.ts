import { FileChangeType } from 'vscode-languageserver';
import { NEW_GATE_ENGINES } from '../gating/new-gate/new-gate';
import { parseImageReference, withDigest } from '../image/image-reference';
import {
  type AuditParams,
  aliveRequest,
  auditRequest,
  type NewGateEngines,
  newGateEnginesRequest,
  newGateRequest,
  type RunningDigestsParams,
  readAgainRequest,
  rolesRequest,
  ruleDocumentationRequest,
  runningDigestsRequest,
  SILENCE_SCOPES,
  silenceRequest,
  workloadAtRequest,
  workspaceReadRequest,
  writeDigestRequest,
} from '../protocol';
import { type Lenses, lensesRequest } from '../protocol/lenses';
import { podMapRequest } from '../protocol/pod-map';
import { RULES } from '../rules/index';
import { ruleMarkdown } from '../rules/markdown';
import { auditPage } from './audit';
import { lensesOf } from './lenses';
import { invalid, RequestParameters } from './parameters';
import { podMapAt } from './pod-map';
import { runningDigests } from './running-digests';
import type { Session } from './session';
import { silence } from './silence';
import { rolesOf, workloadAt } from './workload-at';
import { writeDigest } from './write-digest';

/** Answers the requests of our client that the protocol does not have (`protocol.ts`). */
export function answerOwnRequests(session: Session): void {
  const { connection, client, index, open, configurations, workspace } = session;

  connection.onRequest(aliveRequest, () => null);

  connection.onRequest(workspaceReadRequest, async () => {
    await workspace.whenRead;
    return null;
  });

  connection.onRequest(readAgainRequest, async (params: unknown) => {
    const uri = new RequestParameters(params).text('uri');
    await workspace.takeIn(workspace.scan.follow([{ uri, type: FileChangeType.Changed }]));
    return null;
  });

  connection.onRequest(newGateEnginesRequest, (): NewGateEngines => NEW_GATE_ENGINES);

  connection.onRequest(newGateRequest, async (params: unknown) => {
    const asked = new RequestParameters(params);
    const engine = asked.text('engine');
    const beside = asked.text('beside');
    if (!NEW_GATE_ENGINES.includes(engine)) return null;
    return workspace.newGates.create(engine, beside, configurations.optionsFor(beside).allowedRegistries ?? []);
  });

  connection.onRequest(auditRequest, async (params: AuditParams) => {
    checkRunning(new RequestParameters(params).object('running'));
    await workspace.whenReadOrLate();
    return auditPage(params, index, client.folders[0]).source;
  });

  connection.onRequest(workloadAtRequest, (params: unknown) => {
    const asked = new RequestParameters(params);
    const position = asked.position('position');
    const analysis = open.analyse(asked.text('uri'));
    return (analysis && workloadAt(analysis, position)) ?? null;
  });

  connection.onRequest(lensesRequest, (params: unknown): Lenses => {
    const analysis = open.analyse(new RequestParameters(params).text('uri'));
    return analysis ? lensesOf(analysis, index) : [];
  });

  connection.onRequest(podMapRequest, (params: unknown) => {
    const asked = new RequestParameters(params);
    const position = asked.position('position');
    const analysis = open.analyse(asked.text('uri'));
    return (analysis && podMapAt(analysis, position, index)) ?? null;
  });

  connection.onRequest(rolesRequest, (params: unknown) => rolesOf(new RequestParameters(params).text('pod')));

  connection.onRequest(runningDigestsRequest, (params: RunningDigestsParams) => {
    const asked = new RequestParameters(params);
    asked.text('image');
    for (const running of asked.objects('running')) for (const field of ['image', 'imageId']) running.text(field);
    return runningDigests(params);
  });

  connection.onRequest(writeDigestRequest, (params: unknown) => {
    const asked = new RequestParameters(params);
    const [uri, image, digest] = [asked.text('uri'), asked.text('image'), asked.text('digest')];
    if (parseImageReference(withDigest(image, digest))?.digest !== digest) throw invalid('The digest is not valid.');
    return writeDigest(connection, open, { uri, position: asked.position('position'), image, digest });
  });

  connection.onRequest(silenceRequest, async (params: unknown) => {
    const asked = new RequestParameters(params);
    const scope = SILENCE_SCOPES.find((known) => known === asked.text('scope'));
    if (!scope) throw invalid('The scope is unknown.');
    const [uri, rule, reason] = [asked.text('uri'), asked.text('rule'), asked.text('reason')];
    const around = { connection, open, configurations, folders: client.folders };
    await silence(around, { uri, rule, reason, scope, position: asked.position('position') });
    return null;
  });

  connection.onRequest(ruleDocumentationRequest, (params: unknown) => {
    const rule = new RequestParameters(params).text('rule');
    const found = RULES.find(({ id }) => id === rule);
    return found ? ruleMarkdown(found).source : null;
  });
}

/** @throws ResponseError if it does not have the form that the audit needs */
function checkRunning(running: RequestParameters): void {
  running.text('context');
  for (const namespace of running.objects('namespaces')) namespace.text('name');
  for (const group of running.objects('groups')) {
    group.text('namespace');
    for (const field of ['name', 'kind']) group.object('workload').text(field);
    for (const field of ['spec', 'template', 'labels', 'annotations']) group.object(field);
    for (const status of group.objects('statuses')) status.text('name');
  }
}
