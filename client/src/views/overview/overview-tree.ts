import { EventEmitter, ThemeColor, ThemeIcon, type TreeDataProvider, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type {
  FindingGroup,
  ViewName,
  ViewNode,
  ViewNodes,
  ViewNodesParams,
  ViewSeverity,
} from '../../../../server/src/protocol/overview';
import type { Saying } from '../../../../server/src/text/saying';
import { say } from '../../says/words';
import { lookOf } from './node-look';

/** How many nodes below one node are shown at first, and how many more each time. */
const STEP = 200;

/** A node, and how to get to it. */
export class OverviewNode {
  readonly path: readonly string[];
  readonly node: ViewNode;

  constructor(path: readonly string[], node: ViewNode) {
    this.path = path;
    this.node = node;
  }
}

/** Stands for the nodes that are not shown. */
export class MoreNodes {
  readonly more: number;
  readonly below: OverviewNode | undefined;

  constructor(more: number, below: OverviewNode | undefined) {
    this.more = more;
    this.below = below;
  }
}

/** What an empty view is: its welcome page says what to do. */
type TreeState = 'reading' | 'empty' | 'error';

/** What a view needs. */
interface Surroundings {
  readonly view: ViewName;
  ask(params: ViewNodesParams): Promise<ViewNodes>;
  group(): FindingGroup;
  onState(state: TreeState, hasNodes: boolean): void;
}

/** The tree of a view, whose nodes the server makes when they are asked for. */
export class OverviewTree implements TreeDataProvider<OverviewNode | MoreNodes> {
  readonly #with: Surroundings;
  readonly #changed = new EventEmitter<OverviewNode | MoreNodes | undefined>();
  /** By the place in the tree: how many nodes are wanted below it. */
  readonly #wanted = new Map<string, number>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  showMore({ below }: MoreNodes): void {
    const key = keyOf(below?.path ?? []);
    this.#wanted.set(key, (this.#wanted.get(key) ?? STEP) + STEP);
    this.#changed.fire(undefined);
  }

  async getChildren(parent?: OverviewNode | MoreNodes): Promise<(OverviewNode | MoreNodes)[]> {
    if (parent instanceof MoreNodes) return [];
    const { view, ask, group, onState } = this.#with;
    const path = parent?.path ?? [];
    const most = this.#wanted.get(keyOf(path)) ?? STEP;
    try {
      const { nodes, more, isReading } = await ask({ view, group: group(), path, most });
      if (!parent) onState(isReading ? 'reading' : 'empty', nodes.length > 0);
      const shown = nodes.map((node) => new OverviewNode([...path, node.key], node));
      return more > 0 ? [...shown, new MoreNodes(more, parent)] : shown;
    } catch (error) {
      // The log of the extension host has the stack.
      console.error(error);
      if (!parent) onState('error', false);
      return [];
    }
  }

  getTreeItem(element: OverviewNode | MoreNodes): TreeItem {
    return element instanceof MoreNodes ? moreItem(element) : nodeItem(element);
  }
}

const SEVERITIES: Readonly<Record<ViewSeverity, Saying>> = {
  error: say`error`,
  warning: say`warning`,
  information: say`information`,
  hint: say`hint`,
};

function nodeItem({ path, node }: OverviewNode): TreeItem {
  const { label, description, tooltip, spoken, icon, color, actions } = lookOf(node, SEVERITIES);
  const item = new TreeItem(label, STATES[node.below ?? 'none']);
  item.id = keyOf(path);
  item.iconPath = color === undefined ? new ThemeIcon(icon) : new ThemeIcon(icon, new ThemeColor(color));
  item.contextValue = actions;
  item.accessibilityInformation = { label: spoken };
  if (description !== undefined) item.description = description;
  if (tooltip !== undefined) item.tooltip = tooltip;
  if (node.place) item.command = { command: 'sidecarGuard.openPlace', title: say`Open`, arguments: [node.place] };
  return item;
}

const STATES = {
  none: TreeItemCollapsibleState.None,
  closed: TreeItemCollapsibleState.Collapsed,
  open: TreeItemCollapsibleState.Expanded,
} as const;

function moreItem(element: MoreNodes): TreeItem {
  const item = new TreeItem(say`${element.more} more…`);
  item.command = { command: 'sidecarGuard.showMoreNodes', title: say`Show More`, arguments: [element] };
  return item;
}

function keyOf(path: readonly string[]): string {
  return path.join('\n');
}
