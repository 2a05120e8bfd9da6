import type { ManifestDocument } from '../manifest/document';
import { type Resource, unreadResource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import { everyCommandOf } from '../pod/every-command';
import { scriptCommands } from '../pod/shell';
import { oneLine } from '../text/saying';
import { scriptsOf } from '../workspace/scripts';
import type { Obstacle } from './guard';
import { links } from './links';
import type { Finding, Rule } from './rule';

/** In code points: the longest name in Kubernetes. */
const LONGEST_NAME = 253;

/** The engine makes the finding about a whole document; this rule makes those about scripts. */
export const notJudged: Rule = {
  id: 'not-judged',
  category: 'analysis',
  severity: 'error',
  title: 'A document or script that the rules could not check',
  why: 'A document or script that is not checked can hide anything. A document whose aliases multiply its values, or a script with thousands of levels of nesting, is usually an attack on the tools that read it.',
  fix: 'Make the document simpler: use fewer aliases, less nesting, a shorter script. If a rule failed, report the error.',
  references: [links.entityExpansion],
  examples: {
    bad: `apiVersion: v1 # error: 10,000 values by aliases
kind: Pod
metadata:
  name: web
  annotations:
    a: &a [x, x, x, x, x, x, x, x, x, x]
    b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
    c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
    d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
    e: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
spec:
  containers:
    - name: web
      image: registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
`,
    good: `apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: &labels
    app: web
  annotations: *labels
spec:
  containers:
    - name: web
      image: registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
`,
  },
  *container(container) {
    const script = everyCommandOf(container).find(({ isUnread }) => isUnread);
    if (script) yield unreadScript(script.source, `of "${container.label}"`);
  },
  kinds: ['ConfigMap'],
  *resource(resource) {
    for (const { key, value } of scriptsOf(resource)) {
      const isUnread = scriptCommands(value.string ?? '', value).some((command) => command.isUnread);
      if (isUnread) yield { ...unreadScript(value, `"${key}"`), entry: value };
    }
  },
};

function unreadScript(at: YamlValue, which: string): Finding {
  const span = { start: at.span.start, end: Math.min(at.span.end, at.span.start + 1) };
  return {
    at,
    span,
    message: `Not judged: the script ${which} is too long or too nested, so its commands are unknown. Shorten it, or move it into the image.`,
  };
}

/** A finding about a document that was not checked, or not by all rules. */
export function obstacleFinding(
  document: ManifestDocument,
  obstacles: readonly Obstacle[],
): (Finding & { readonly resource: Resource }) | undefined {
  const [first] = obstacles;
  if (!first) return undefined;
  const resource = document.resources[0] ?? unreadResource(document);
  const end = document.text.indexOf('\n');
  const at = resource.value.get('kind');
  const span = at.exists ? at.span : { start: 0, end: end === -1 ? document.text.length : end };
  return { at: resource.value, span, message: messageOf(first, obstacles), resource };
}

function messageOf(first: Obstacle, all: readonly Obstacle[]): string {
  switch (first.kind) {
    case 'aliases':
      return 'Not judged: aliases multiply the values of this document to more than 100,000, and kubectl refuses it, too. Write the values without aliases.';
    case 'depth':
      return 'Not judged: this document has more than 200 levels of nesting. Use fewer levels.';
    case 'size':
      return 'Not judged: this document has more than 1,000,000 keys, values, comments and line breaks. Split it with `---`, or shorten it.';
    case 'builds':
      return 'Not judged completely: more than 100 builds of kustomizations use this file, and Sidecar Guard follows only the first 100. Use it in fewer kustomizations.';
    case 'policy': {
      const policies = all.flatMap((obstacle) => (obstacle.kind === 'policy' ? [obstacle.policy] : []));
      const names = policies.map(({ kind, name = '' }) => `${kind} "${oneLine(name, LONGEST_NAME)}"`).join(', ');
      return `Not judged completely: Sidecar Guard failed on the policy ${names}, so its decision about the images is unknown. Report this error with the policy.`;
    }
    case 'failure':
    case 'time': {
      const names = all.flatMap((obstacle) => ('rule' in obstacle && obstacle.rule ? [`"${obstacle.rule.id}"`] : []));
      if (names.length === 0)
        return 'Not judged: Sidecar Guard failed on this document. Report this error with the document.';
      const which = names.length === 1 ? `the rule ${names[0]}` : `the rules ${names.join(', ')}`;
      return first.kind === 'time'
        ? `Not judged completely: ${which} took too long on this document. Make the document smaller, or report this error.`
        : `Not judged completely: ${which} failed on this document. Report this error with the document.`;
    }
  }
}
