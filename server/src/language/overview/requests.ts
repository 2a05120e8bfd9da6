import type { CancellationToken } from 'vscode-languageserver';
import {
  FINDING_GROUPS,
  fixFindingRequest,
  fixWorkspaceRequest,
  REPORT_FORMATS,
  reportRequest,
  VIEWS,
  viewNodesRequest,
  type WatchViewsParams,
  watchViewsNotification,
} from '../../protocol/overview';
import { invalid, RequestParameters } from '../parameters';
import type { Session } from '../session';
import { fixFinding } from './fix-finding';
import { workspaceFixes } from './fix-workspace';
import { Overview } from './overview';
import { workspaceReportText } from './report';

/** Answers what our client asks about the whole workspace, for its views and its report. */
export function answerOverviewRequests(session: Session): void {
  const { connection, client } = session;
  const overview = new Overview(session);

  connection.onNotification(watchViewsNotification, ({ isWatched }: WatchViewsParams) => {
    overview.watch(isWatched === true);
  });

  connection.onRequest(viewNodesRequest, (params: unknown) => {
    const asked = new RequestParameters(params);
    const view = oneOf(VIEWS, asked.text('view'));
    const group = oneOf(FINDING_GROUPS, asked.text('group'));
    return overview.nodes({ view, group, path: asked.texts('path'), most: asked.count('most') });
  });

  connection.onRequest(fixFindingRequest, async (params: unknown) => {
    const asked = new RequestParameters(params);
    const finding = { uri: asked.text('uri'), rule: asked.text('rule'), position: asked.position('position') };
    await fixFinding(session, finding);
    return null;
  });

  connection.onRequest(fixWorkspaceRequest, (token: CancellationToken) => workspaceFixes(session, token));

  connection.onRequest(reportRequest, (params: unknown, token) => {
    const format = oneOf(REPORT_FORMATS, new RequestParameters(params).text('format'));
    return workspaceReportText(session, client.folders, format, token);
  });
}

/** @throws ResponseError for an unknown word */
function oneOf<T extends string>(words: readonly T[], asked: string): T {
  const word = words.find((known) => known === asked);
  if (word === undefined) throw invalid(`"${asked}" is not one of ${words.join(', ')}.`);
  return word;
}
