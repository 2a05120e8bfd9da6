import { commands, Disposable } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { explainRuleCommand } from '../../../../server/src/protocol';
import {
  FINDING_GROUPS,
  type FindingGroup,
  type FixFindingParams,
  fixFindingRequest,
  type ViewNode,
} from '../../../../server/src/protocol/overview';
import type { Saying } from '../../../../server/src/text/saying';
import { choose } from '../../says/ask';
import { onCommand } from '../../says/on-command';
import { say } from '../../says/words';
import { showPlace, toPlace } from '../show-place';
import { MoreNodes, OverviewNode } from './overview-tree';
import { OverviewViews } from './overview-views';

/** The views of the workspace, and what can be done with their nodes. */
export function registerOverview(client: BaseLanguageClient): Disposable {
  const views = new OverviewViews(client);
  return Disposable.from(
    views,
    onCommand('sidecarGuard.openPlace', async (place) => {
      const known = toPlace(place);
      if (known) await showPlace(known);
    }),
    onCommand('sidecarGuard.showMoreNodes', async (nodes) => {
      if (nodes instanceof MoreNodes) views.showMore(nodes);
    }),
    onCommand('sidecarGuard.groupFindings', async () => {
      const lines = FINDING_GROUPS.map((group) => ({
        label: GROUP_NAMES[group],
        description: group === views.group ? say`now` : say``,
        group,
      }));
      const chosen = await choose(lines, { title: say`Group findings`, placeholder: say`Choose how` });
      if (chosen) views.group = chosen.group;
    }),
    onCommand('sidecarGuard.fixNode', async (node) => fix(client, nodeOf(node))),
    onCommand('sidecarGuard.explainNode', async (node) => {
      await commands.executeCommand(explainRuleCommand, nodeOf(node)?.rule);
    }),
    onNode('sidecarGuard.showMapOfNode', 'sidecarGuard.showPodMap'),
    onNode('sidecarGuard.showLogsOfNode', 'sidecarGuard.showLogsOfWorkload'),
    onNode('sidecarGuard.execIntoNode', 'sidecarGuard.execIntoWorkload'),
  );
}

const GROUP_NAMES: Readonly<Record<FindingGroup, Saying>> = {
  rule: say`By rule`,
  workload: say`By workload`,
  severity: say`By severity`,
};

/** What a menu is opened on. Any extension can run the commands, with anything. */
function nodeOf(element: unknown): ViewNode | undefined {
  return element instanceof OverviewNode ? element.node : undefined;
}

/** Fixes a finding in an editor, where the user sees what changes and can undo it. */
async function fix(client: BaseLanguageClient, node: ViewNode | undefined): Promise<void> {
  if (node?.rule === undefined || !node.place) return;
  await showPlace(node.place);
  const { uri, line, character } = node.place;
  const params: FixFindingParams = { uri, rule: node.rule, position: { line, character } };
  await client.sendRequest(fixFindingRequest, params);
}

/** A command of a node that runs another one, which takes the place of a workload. */
function onNode(command: string, other: string): Disposable {
  return onCommand(command, async (node) => {
    const place = nodeOf(node)?.place;
    if (place) await commands.executeCommand(other, place);
  });
}
