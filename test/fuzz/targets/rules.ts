import { DiagnosticWriter } from '../../../server/src/language/wire/diagnostic-writer';
import { ManifestFile } from '../../../server/src/manifest/file';
import type { DocumentAnalysis } from '../../../server/src/rules/analysis';
import { findRule } from '../../../server/src/rules/index';
import { MANIFESTS, SMALL_MANIFESTS } from '../corpus';
import { mutate } from '../mutate';
import { holds, type Steps, same, type Target } from '../target';
import { EVERY_RULE, judge } from '../workspace';

const ALL_FIELDS = { codeDescription: true, data: true, relatedInformation: true, tags: true };
const BAD = 'file:///bad/manifest.yaml';
const GOOD = ['good-a', 'good-b'].map(
  (name) => [`file:///${name}/manifest.yaml`, ManifestFile.read(goodManifest(name))] as const,
);
/** What other files have a say in: gates, permissions, injectors. */
const OF_THE_WORKSPACE =
  /^(?:gate-|image-gate|registry|can-|workload-|injection|shared-service-account-token|mutable-tag)/;

let alone: unknown;

export const rules: Target = {
  name: 'rules',
  kind: 'manifests, between two good files',
  weight: 3,
  input: (random) => mutate(random.pick(random.once(4) ? MANIFESTS : SMALL_MANIFESTS), random, SMALL_MANIFESTS),
  check(text, steps) {
    alone ??= goodFindings(judge(new Map(GOOD), steps).analyses);
    const bad = steps.run('read', () => ManifestFile.read(text));
    const { analyses } = judge(new Map([...GOOD.slice(0, 1), [BAD, bad], ...GOOD.slice(1)]), steps);
    same(goodFindings(analyses), alone, 'The good files have other findings than without the bad one');
    for (const analysis of analyses.get(BAD) ?? []) checkFindings(analysis);
    checkDiagnostics(bad, analyses.get(BAD) ?? [], steps);
  },
};

function checkFindings({ document, findings }: DocumentAnalysis): void {
  for (const { span, message, rule } of findings) {
    holds(
      span.start >= 0 && span.start <= span.end && span.end <= document.text.length,
      `A finding of ${rule.id} stands at ${span.start} to ${span.end} of ${document.text.length}.`,
    );
    holds(message.length > 0 && message.length < 5000, `A message of ${rule.id} has ${message.length} characters.`);
    holds(
      !/\bundefined\b|\[object Object\]|\bNaN\b/.test(message) || /undefined|object|NaN/i.test(document.text),
      () => `${rule.id} says: ${message}`,
    );
  }
}

function checkDiagnostics(file: ManifestFile, analyses: readonly DocumentAnalysis[], steps: Steps): void {
  const documents = file.documents.flatMap((placed, index) => {
    const analysis = analyses[index];
    return analysis ? [{ ...placed, analysis, notes: {} }] : [];
  });
  const open = { uri: BAD, version: 1, file, documents, options: EVERY_RULE, placeOf: () => undefined };
  for (const { range } of steps.run('diagnostics', () =>
    new DiagnosticWriter(() => ALL_FIELDS, { hasTemplateHints: true }).write(open).toJSON(),
  ))
    holds(
      [range.start, range.end].every(({ line, character }) => line >= 0 && character >= 0),
      'A diagnostic stands nowhere.',
    );
}

function goodFindings(analyses: ReadonlyMap<string, readonly DocumentAnalysis[]>): unknown {
  return GOOD.map(([uri]) =>
    (analyses.get(uri) ?? []).map(({ findings }) =>
      findings
        .filter(({ rule }) => !OF_THE_WORKSPACE.test(rule.id) && findRule(rule.id)?.category !== 'access')
        .map(({ rule, span, severity }) => `${rule.id} ${severity} ${span.start}`),
    ),
  );
}

function goodManifest(name: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: ${name}
spec:
  selector:
    matchLabels:
      ${name}: yes-it-is
  template:
    metadata:
      labels:
        ${name}: yes-it-is
    spec:
      containers:
        - name: app-of-${name}
          image: registry.example.com/${name}:1
          volumeMounts:
            - name: logs
              mountPath: /var/log/app
        - name: shipper-of-${name}
          image: busybox
          command: [sh, -c, "tail -F /var/log/app/access.log"]
          securityContext:
            privileged: true
          volumeMounts:
            - name: logs
              mountPath: /var/log/app
      volumes:
        - name: logs
          emptyDir: {}
`;
}
