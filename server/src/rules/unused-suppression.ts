import { links } from './links';
import type { Rule } from './rule';

/** The engine makes its findings, because it knows which findings were silenced. */
export const unusedSuppression: Rule = {
  id: 'unused-suppression',
  category: 'suppression',
  severity: 'information',
  tag: 'unnecessary',
  title: 'A suppression that silences no finding',
  why: 'A suppression that stays after its finding is fixed hides the next finding, which no reviewer has seen. A suppression with a misspelt rule has no effect.',
  fix: 'Remove the suppression, or correct the name of the rule.',
  references: [links.annotations],
  examples: {
    bad: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      # sidecar-guard-disable-next-line mutable-tag -- the image is pinned now # information
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
