import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ApiObject } from '../cluster/api/types';

const MOST_BYTES = 256 * 1024 * 1024;

/** A part of the reports of policies (`wgpolicyk8s.io`) that Kyverno prints as JSON. */
interface PolicyReport {
  readonly scope?: { readonly kind: string; readonly name: string };
  readonly results?: readonly {
    readonly result: string;
    readonly rule?: string;
    readonly message?: string;
    readonly resources?: readonly { readonly kind: string; readonly name: string }[];
  }[];
}

/** What Kyverno's command line says of objects: those that a policy fails, or fails to judge, as `Kind/name`. */
export interface KyvernoAnswer {
  readonly failed: ReadonlySet<string>;
  readonly judged: ReadonlySet<string>;
  readonly output: string;
}

/**
 * Applies a policy to objects with Kyverno's command line. It asks no cluster and no registry.
 * @param program its path
 * @param namespace with the label that every namespace has
 */
export function askKyverno(
  program: string,
  policy: string,
  objects: readonly ApiObject[],
  namespace: string,
): KyvernoAnswer {
  const folder = mkdtempSync(join(tmpdir(), 'sidecar-guard-kyverno-'));
  try {
    const [policyFile, objectsFile, valuesFile] = ['policy.yaml', 'objects.yaml', 'values.yaml'].map((name) =>
      join(folder, name),
    );
    if (!policyFile || !objectsFile || !valuesFile) throw new Error('There are no files.');
    writeFileSync(policyFile, policy);
    writeFileSync(objectsFile, objects.map((object) => stringify(object, { version: '1.1' })).join('---\n'));
    writeFileSync(valuesFile, stringify(valuesOf(namespace)));
    const words = ['apply', policyFile, '--resource', objectsFile, '--values-file', valuesFile];
    const { stdout, stderr, error } = spawnSync(program, [...words, '--policy-report', '--output-format', 'json'], {
      encoding: 'utf8',
      maxBuffer: MOST_BYTES,
    });
    if (error) throw error;
    return answerOf(stdout, `${stdout}${stderr}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function valuesOf(name: string): object {
  const labels = { 'kubernetes.io/metadata.name': name };
  return {
    apiVersion: 'cli.kyverno.io/v1alpha1',
    kind: 'Values',
    metadata: { name: 'values' },
    namespaceSelector: [{ name, labels }],
  };
}

function answerOf(stdout: string, output: string): KyvernoAnswer {
  const failed = new Set<string>();
  const judged = new Set<string>();
  for (const line of stdout.split('\n').filter((one) => one.startsWith('{'))) {
    const { scope, results = [] }: PolicyReport = JSON.parse(line);
    for (const { result, resources = scope ? [scope] : [] } of results) {
      for (const { kind, name } of resources) {
        if (result !== 'skip') judged.add(`${kind}/${name}`);
        if (result === 'fail' || result === 'error') failed.add(`${kind}/${name}`);
      }
    }
  }
  return { failed, judged, output };
}
