import type { CheckReport, Finding, Severity } from '../library-types';

/** A run of a command. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What an agent gives a tool. Which fields there are depends on the tool. */
export interface ToolInput {
  readonly paths?: readonly string[] | undefined;
  readonly severity?: Severity | undefined;
  readonly limit?: number | undefined;
  readonly diff?: string | undefined;
  readonly rule?: string | undefined;
}

/** A command of the command line as agents see it. None changes anything. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly fields: readonly (keyof ToolInput)[];
  /** The words of the command line; paths come behind them. */
  words(input: ToolInput): string[];
  /** What the agent gets of what the command prints; by default, all of it. */
  shown?(stdout: string, input: ToolInput): string;
}

/** The severities, the worst first. */
export const AGENT_SEVERITIES = ['error', 'warning', 'information', 'hint'] as const satisfies readonly Severity[];
/** How many findings an agent gets that asks for no number. */
const FINDINGS = 100;

/** The tools, in the order in which agents list them. */
export const TOOLS: readonly Tool[] = [
  {
    name: 'check',
    title: 'Check manifests',
    description:
      'Finds risky sidecars, containers with too many permissions, images that no policy checks, and RBAC that lets a subject inject a container, in Kubernetes manifests. Returns JSON: the worst findings first, and how many more there are.',
    fields: ['paths', 'severity', 'limit', 'diff'],
    words: ({ diff }) => ['check', '--format=json', ...(diff === undefined ? [] : [`--diff=${diff}`])],
    shown: (stdout, { severity = 'warning', limit = FINDINGS }) =>
      JSON.stringify(worstFindings(JSON.parse(stdout) as CheckReport, severity, limit), undefined, 2),
  },
  {
    name: 'fixes',
    title: 'Show fixes as a diff',
    description: 'The safe fixes of the findings in Kubernetes manifests as a unified diff. It changes no file.',
    fields: ['paths'],
    words: () => ['check', '--fix-dry-run'],
    shown: (stdout) => (stdout === '' ? 'No safe fix changes these manifests.' : stdout),
  },
  {
    name: 'gates',
    title: 'List decisions of image policies',
    description:
      'What the image policies in the manifests (ValidatingAdmissionPolicy, Kyverno, Gatekeeper and others) decide about each image in them. Returns JSON.',
    fields: ['paths'],
    words: () => ['gates', '--format=json'],
  },
  {
    name: 'access',
    title: 'List who can get into pods',
    description:
      'The subjects that can get into pods (exec, attach, debug, create, change) by the roles and bindings in the manifests. Returns JSON.',
    fields: ['paths'],
    words: () => ['access', '--format=json'],
  },
  {
    name: 'explain',
    title: 'Explain a rule',
    description: 'What a rule finds, why it matters, what to do, and an example of a bad and of a good manifest.',
    fields: ['rule'],
    words: ({ rule = '' }) => ['explain', rule],
  },
];

/** The findings from a severity on, the worst first, and how many of them are left out. */
function worstFindings({ findings, files, skipped, leftOut }: CheckReport, least: Severity, limit: number): object {
  const rank = ({ severity }: Pick<Finding, 'severity'>): number => AGENT_SEVERITIES.indexOf(severity);
  const wanted = findings.filter((finding) => rank(finding) <= AGENT_SEVERITIES.indexOf(least));
  const sorted = wanted.toSorted((one, other) => rank(one) - rank(other));
  const shown = sorted.slice(0, limit);
  const counts = Object.fromEntries(
    AGENT_SEVERITIES.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length]),
  );
  return { files, counts, findings: shown, notShown: sorted.length - shown.length, skipped, leftOut };
}
