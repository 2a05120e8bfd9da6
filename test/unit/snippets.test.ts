import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse } from './analyse';

interface Snippet {
  readonly prefix: string | string[];
  readonly description: string;
  readonly body: string[];
}

const SNIPPETS: Record<string, Snippet> = JSON.parse(readFileSync('snippets/kubernetes.code-snippets', 'utf8'));

/** What an editor inserts when every default is taken: placeholders as they are, first choices. */
function expand(body: readonly string[]): string {
  return body
    .join('\n')
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\d+/g, '');
}

/** What surrounds a snippet that is only a part of a manifest. */
function complete(text: string): string {
  if (!text.startsWith('securityContext:')) return text;
  const image = 'registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
  const head = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ${image}\n`;
  return head + text.replace(/^/gm, '      ');
}

const KINDS: Record<string, string[]> = {
  'Pod with a log sidecar': ['Pod', 'Service'],
  'Pod with a log sidecar (native)': ['Pod', 'Service'],
  'Deployment with a log sidecar': ['Deployment', 'Service'],
  'Job with a native sidecar': ['Job'],
  'Hardened securityContext': ['Pod'],
  'Admission policy: allowed registries': ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
  'Namespace with Pod Security': ['Namespace'],
};

describe.each(Object.entries(SNIPPETS))('the snippet "%s"', (name, { body, description }) => {
  const { documents, findings } = analyse(complete(expand(body)));

  it('is YAML of the kinds that it promises', () => {
    expect(description.length).toBeGreaterThan(20);
    expect(documents.flatMap(({ document }) => document.syntaxErrors)).toEqual([]);
    expect(documents.flatMap(({ document }) => document.resources.map(({ kind }) => kind))).toEqual(KINDS[name]);
  });

  it('has nothing to warn about', () => {
    expect(findings.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
  });
});

it('prefixes are unique', () => {
  const prefixes = Object.values(SNIPPETS).flatMap(({ prefix }) => prefix);
  expect(new Set(prefixes).size).toBe(prefixes.length);
});
