import type { ManifestDocument } from '../manifest/document';
import { type Resource, unreadResource } from '../manifest/resource';
import { links } from './links';
import type { Finding, Rule } from './rule';
import { syntaxWords } from './syntax-words';

/** The engine makes its findings, because such a document has no resources. */
export const invalidYaml: Rule = {
  id: 'invalid-yaml',
  category: 'analysis',
  severity: 'error',
  title: 'A manifest that kubectl cannot read',
  why: 'kubectl refuses the document, so nothing of it reaches the cluster: a rollout stops, or an old version with a known hole keeps running. No rule can look at it.',
  fix: 'Correct the line. The message says what is wrong there.',
  references: [links.yaml],
  examples: {
    bad: `apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web: frontend # error
spec:
  containers:
    - name: web
      image: registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
`,
    good: `apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: "web: frontend"
spec:
  containers:
    - name: web
      image: registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
`,
  },
};

/** Words at the start of a line, or behind a brace, that make a text a manifest even if it can't be read. */
const KEYS = [/(?:^|[{,])[ \t]*["']?apiVersion["']?[ \t]*:/m, /(?:^|[{,])[ \t]*["']?kind["']?[ \t]*:/m];

/** The finding about a document that looks like a manifest and is not YAML. A template is not, before it is rendered. */
export function invalidFinding(document: ManifestDocument): (Finding & { readonly resource: Resource }) | undefined {
  const [problem] = document.syntaxErrors;
  if (!problem || document.isTemplate || !KEYS.every((key) => key.test(document.text))) return undefined;
  const resource = unreadResource(document);
  const { start, end } = problem.span;
  const last = document.text.length;
  const from = Math.max(0, Math.min(start, last - 1));
  const span = { start: from, end: Math.max(Math.min(end, last), Math.min(from + 1, last)) };
  return {
    at: resource.value,
    span,
    message: `Not read by kubectl: this line ${syntaxWords(problem.cause)}.`,
    resource,
  };
}
