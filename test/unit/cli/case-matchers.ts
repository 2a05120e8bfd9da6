/** What a case says of one thing: all of its fields have to hold of it. Those that are patterns are regular expressions. */
export type Matcher = Readonly<Record<string, unknown>>;

/** A report of `check`, `gates` or `access` as JSON, as far as cases look at it. */
export interface CaseReport {
  readonly findings?: readonly Finding[];
  readonly pods?: readonly {
    readonly file: string;
    readonly resource: { readonly name: string };
    readonly containers: readonly { readonly name: string; readonly role: string }[];
  }[];
  readonly skipped?: readonly { readonly file: string; readonly reason: string }[];
  readonly images?: readonly GateRow[];
  readonly access?: readonly AccessRow[];
}

interface Finding {
  readonly rule: string;
  readonly category: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
  readonly range: { readonly start: { readonly line: number } };
  readonly resource?: { readonly name?: string };
  readonly container?: string;
}

interface GateRow {
  readonly resource: { readonly kind: string; readonly name: string; readonly namespace?: string };
  readonly container: string;
  readonly image?: string;
  readonly state: string;
  readonly gates: readonly { readonly gate: string; readonly verdict: string; readonly reason?: string }[];
}

interface AccessRow {
  readonly subject: { readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly can: readonly string[];
  readonly role: { readonly name: string };
  readonly binding: { readonly name: string };
  readonly namespaces: readonly string[];
}

const SEVERITIES = ['hint', 'information', 'warning', 'error'];

/** The things of a report that a matcher is about. */
export function matching(matcher: Matcher, command: string, report: CaseReport): readonly object[] {
  const is = (tests: Readonly<Record<string, (wanted: never) => boolean>>): boolean =>
    Object.entries(matcher).every(([field, wanted]) => {
      const test = tests[field];
      if (!test) throw new Error(`Nothing in a report has a field "${field}".`);
      return test(wanted as never);
    });
  if (command === 'gates') return (report.images ?? []).filter((row) => is(testsOfGate(row, matcher)));
  if (command === 'access') return (report.access ?? []).filter((row) => is(testsOfAccess(row)));
  if ('skipped' in matcher)
    return (report.skipped ?? []).filter(({ file, reason }) =>
      is({ skipped: (wanted: string | true) => wanted === true || wanted === file, reason: has(reason) }),
    );
  if ('role' in matcher)
    return (report.pods ?? []).flatMap(({ file, resource, containers }) =>
      containers.filter(({ name, role }) =>
        is({ role: equals(role), container: equals(name), pod: equals(resource.name), file: equals(file) }),
      ),
    );
  return (report.findings ?? []).filter((finding) => is(testsOfFinding(finding)));
}

/** From 0, the least severe. */
export function severityRank(severity: unknown): number {
  return SEVERITIES.indexOf(String(severity));
}

/** Whether a text has a part that a pattern matches. */
export function has(text: string): (pattern: string) => boolean {
  return (pattern) => new RegExp(pattern, 'su').test(text);
}

function equals(own: unknown): (wanted: unknown) => boolean {
  return (wanted) => wanted === own;
}

function testsOfFinding(finding: Finding) {
  const { rule, category, severity, file, resource, container, range, message } = finding;
  return {
    rule: equals(rule),
    rules: (wanted: readonly string[]) => wanted.includes(rule),
    category: equals(category),
    severity: equals(severity),
    severityAtLeast: (wanted: string) => severityRank(severity) >= severityRank(wanted),
    file: equals(file),
    resource: equals(resource?.name),
    container: equals(container),
    line: equals(range.start.line + 1),
    message: has(message),
  };
}

function testsOfGate({ resource, container, image, state, gates }: GateRow, matcher: Matcher) {
  // These three are about one and the same gate.
  const ofGate = gates.some(
    (one) =>
      (matcher.gate === undefined || matcher.gate === one.gate) &&
      (matcher.verdict === undefined || matcher.verdict === one.verdict) &&
      (matcher.reason === undefined || has(one.reason ?? '')(String(matcher.reason))),
  );
  return {
    workload: (wanted: string) => wanted === resource.name || wanted === `${resource.kind} ${resource.name}`,
    namespace: equals(resource.namespace),
    container: equals(container),
    image: (wanted: string) => wanted === image || (wanted.startsWith('/') && has(image ?? '')(wanted.slice(1, -1))),
    state: equals(state),
    gate: () => ofGate,
    verdict: () => ofGate,
    reason: () => ofGate,
  };
}

function testsOfAccess({ subject: { kind, namespace, name }, can, role, binding, namespaces }: AccessRow) {
  return {
    who: equals(`${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`),
    can: (wanted: string | readonly string[]) => [wanted].flat().every((one) => can.includes(one)),
    role: equals(role.name),
    binding: equals(binding.name),
    namespace: (wanted: string) => namespaces.includes(wanted),
  };
}
