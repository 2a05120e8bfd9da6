import { DocumentDiagnosticRequest } from 'vscode-languageserver';
import { pinImageCommand } from '../protocol';
import { canonicalUri } from './canonical-uri';
import { codeActions, fileToFix, type Offers } from './code-actions';
import { completionsAt } from './completion/completion';
import { toEdit } from './edits';
import { fixAllEdits } from './fix-all';
import { hover } from './hover';
import { pinImage, toPinImageParams } from './pin-image';
import { workspaceReport } from './problems/workspace-report';
import { roleHints } from './role-hints';
import type { Session } from './session';

/** Answers the protocol requests of a client. */
export function answerRequests(session: Session): void {
  const { connection, client, configurations, index, open, analyzer, digests, problems, publisher, workspace } =
    session;
  const offers = offersOf(session);

  // Not by the method of the connection, which takes lists of objects only: the answer is written already.
  connection.onRequest(DocumentDiagnosticRequest.method, async ({ textDocument, previousResultId }) => {
    // Where a client does not pull again, the first answer should be complete.
    if (!client.pullsAgain) await workspace.whenReadOrLate();
    return publisher.pulled(textDocument.uri, previousResultId);
  });

  connection.languages.diagnostics.onWorkspace((params, token, _, partial) =>
    workspaceReport(problems, params, token, partial),
  );

  connection.onCodeAction((params) => {
    const analysis = open.analyse(params.textDocument.uri);
    return analysis ? codeActions(analysis, params, analyzer, offers()) : [];
  });

  connection.onCodeActionResolve((action) => {
    const uri = fileToFix(action);
    const analysis = uri === undefined ? undefined : open.analyse(uri);
    return analysis ? { ...action, edit: toEdit(analysis, fixAllEdits(analysis, analyzer)) } : action;
  });

  connection.onHover(({ textDocument, position }) => {
    const analysis = open.analyse(textDocument.uri);
    return analysis && hover(analysis, position, index);
  });

  connection.languages.inlayHint.on(({ textDocument, range }) => {
    const analysis = client.showsRoleHints ? open.analyse(textDocument.uri) : undefined;
    return analysis ? roleHints(analysis, range) : [];
  });

  connection.onCompletion(({ textDocument, position }) => {
    const analysis = open.analyse(textDocument.uri);
    const isConfiguration = configurations.isOne(canonicalUri(textDocument.uri));
    return analysis ? completionsAt(analysis, position, { ...client.completes, isConfiguration }) : [];
  });

  connection.onExecuteCommand(async ({ command, arguments: [argument] = [] }, token) => {
    const params = command === pinImageCommand ? toPinImageParams(argument) : undefined;
    if (digests && params) await pinImage(connection, open, digests, params, client.folders, token);
  });
}

function offersOf({ client, configurations, digests, workspace }: Session): () => Offers {
  return () => ({
    explainsRules: client.options.explainsRules ?? false,
    silencesFindings: client.options.silencesFindings ?? false,
    fixesAll: client.makesEditsLate,
    fixesWorkspace: client.options.fixesWorkspace ?? false,
    pinsImages: digests !== undefined,
    newGates: async (uri) => {
      if (!client.createsFiles) return [];
      const { allowedRegistries = [] } = configurations.optionsFor(uri);
      return workspace.newGates.actions(uri, allowedRegistries, client.options.opensBeside ?? false);
    },
  });
}
