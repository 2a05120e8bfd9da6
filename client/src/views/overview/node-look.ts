import type { ViewIcon, ViewNode, ViewSeverity } from '../../../../server/src/protocol/overview';
import { type Saying, saying } from '../../../../server/src/text/saying';

/** How a node of a view looks, and what can be done with it. */
export interface NodeLook {
  readonly label: Saying;
  readonly description: Saying | undefined;
  readonly tooltip: Saying | undefined;
  /** What a screen reader says. */
  readonly spoken: Saying;
  /** The name of one of VS Code's icons. */
  readonly icon: string;
  /** The name of one of VS Code's colours. */
  readonly color: string | undefined;
  /** Words that menus ask for: `finding`, `fixable`, `cluster`. */
  readonly actions: string;
}

const ICONS: Readonly<Record<ViewIcon, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'info',
  hint: 'lightbulb',
  namespace: 'symbol-namespace',
  workload: 'server-process',
  app: 'package',
  sidecar: 'layers',
  'native-sidecar': 'layers-active',
  init: 'debug-start',
  ephemeral: 'bug',
  injected: 'git-pull-request-create',
  rule: 'law',
  gate: 'shield',
  admitted: 'pass',
  refused: 'circle-slash',
  unsure: 'question',
  unchecked: 'circle-outline',
  subject: 'account',
  ability: 'key',
};

/** Those of the problems view. */
const COLORS: Readonly<Record<ViewSeverity, string>> = {
  error: 'problemsErrorIcon.foreground',
  warning: 'problemsWarningIcon.foreground',
  information: 'problemsInfoIcon.foreground',
  hint: 'problemsInfoIcon.foreground',
};

/**
 * How a node looks. Its texts are foreign.
 * @param severities their names, for screen readers
 */
export function lookOf(
  { icon, label, description, detail, worst, rule, isFixable, isInCluster }: ViewNode,
  severities: Readonly<Record<ViewSeverity, string>>,
): NodeLook {
  const severity = isSeverity(icon) ? icon : worst;
  const actions = [
    ...(rule === undefined ? [] : ['finding']),
    ...(isFixable ? ['fixable'] : []),
    ...(isInCluster ? ['cluster'] : []),
  ];
  return {
    label: saying(label),
    description: description === undefined ? undefined : saying(description),
    tooltip: detail === undefined ? undefined : saying(detail),
    spoken: saying([...(isSeverity(icon) ? [severities[icon]] : []), label, description].filter(Boolean).join(', ')),
    icon: ICONS[icon],
    color: severity && COLORS[severity],
    actions: actions.join(' '),
  };
}

function isSeverity(icon: ViewIcon): icon is ViewSeverity {
  return icon in COLORS;
}
