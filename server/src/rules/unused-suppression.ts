import { links } from './links';
import type { Rule } from './rule';

/** Its findings are the engine's, which alone knows what was silenced. */
export const unusedSuppression: Rule = {
  id: 'unused-suppression',
  category: 'suppression',
  severity: 'information',
  title: 'A comment or annotation that silences nothing',
  why: 'A suppression that outlives its finding hides the next one, which nobody has looked at. One with a misspelt rule never did anything.',
  fix: 'Remove it, or correct the name of the rule.',
  references: [links.suppressions],
  examples: {
    bad: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      # sidecar-guard-disable-next-line mutable-tag -- it is pinned by now
      image: registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
`,
    good: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      # sidecar-guard-disable-next-line mutable-tag -- built on this machine
      image: registry.example.com/web:latest
`,
  },
};
