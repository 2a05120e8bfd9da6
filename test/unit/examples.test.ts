import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ManifestFile } from '../../server/src/manifest/file';
import { Analyzer } from '../../server/src/rules/engine';
import { RULES } from '../../server/src/rules/index';
import { NEWEST_KUBERNETES_MINOR } from '../../server/src/rules/kubernetes-version';
import { withFindingsOfFile } from '../../server/src/rules/once-a-file';
import { WorkspaceIndex } from '../../server/src/workspace/workspace-index';
import { analyse } from './analyse';

/** What each example is there to show: line, severity and rule of every finding. */
const FINDINGS: Readonly<Record<string, readonly string[]>> = {
  'catalog-statefulset.yaml': [
    '5 information image-gate-missing',
    '30 information unqualified-image',
    '46 hint mutable-tag',
    '51 warning misplaced-restart-policy',
  ],
  'nightly-report-cronjob.yaml': ['5 information image-gate-missing', '34 warning blocks-job-completion'],
  'node-agent-daemonset.yaml': [
    '13 information image-gate-missing',
    '30 error privileged',
    '37 warning runtime-socket',
    '41 error host-path',
  ],
  'payments-deployment.yaml': [
    '9 hint namespace-without-pod-security',
    '14 information image-gate-missing',
    '29 warning shared-process-namespace',
    '54 hint not-native',
    '56 warning mutable-tag',
    '60 warning more-privileged-than-app',
    '65 warning writable-shared-volume',
  ],
  'sidecar-injection.yaml': [
    '5 information image-gate-missing',
    '11 warning mutable-tag',
    '11 information unqualified-image',
    '15 information shared-service-account-token',
    '15 hint not-native',
    '16 warning mutable-tag',
    '16 information unqualified-image',
    '20 warning writable-shared-volume',
    '22 hint unbounded-shared-volume',
  ],
  'storefront-injected.yaml': [
    '7 information image-gate-missing',
    '28 information shared-service-account-token',
    '28 hint not-native',
    '35 error suspicious-command',
    '37 hint idle-shell',
    '37 hint not-native',
    '44 error suspicious-command',
  ],
};

const FILES = readdirSync('examples').filter((name) => name.endsWith('.yaml'));
const README = readFileSync('examples/README.md', 'utf8');

/** The examples as the editor sees them: one workspace, in which each file knows of the others. */
function findingsInWorkspace(): Map<string, { syntaxErrors: string[]; findings: string[] }> {
  const index = new WorkspaceIndex();
  const analyzer = new Analyzer(RULES, index, { severities: new Map(), kubernetesMinor: NEWEST_KUBERNETES_MINOR });
  const files = FILES.map((name) => ({ name, file: ManifestFile.read(readFileSync(`examples/${name}`, 'utf8')) }));
  for (const { name, file } of files) index.update(`file:///examples/${name}`, file);
  return new Map(
    files.map(({ name, file }) => {
      const syntaxErrors = file.documents.flatMap(({ document }) =>
        document.syntaxErrors.map(({ cause }) => JSON.stringify(cause)),
      );
      const judged = withFindingsOfFile(
        file.documents.map((placed) => ({ ...placed, analysis: analyzer.analyse(placed.document) })),
      );
      const findings = judged.flatMap(({ document, line, analysis }) =>
        analysis.findings.map(({ rule, severity, span }) => {
          return `${line + document.lines.lineAt(span.start) + 1} ${severity} ${rule.id}`;
        }),
      );
      return [name, { syntaxErrors, findings }];
    }),
  );
}

describe('the examples', () => {
  const seen = findingsInWorkspace();

  it.each(FILES)('%s shows what it is there for', (name) => {
    expect(seen.get(name)).toEqual({ syntaxErrors: [], findings: FINDINGS[name] });
  });

  it.each(FILES)('%s is in the README', (name) => {
    expect(README).toContain(`](${name})`);
  });

  it('show findings of every family', () => {
    const shown = new Set([...seen.values()].flatMap(({ findings }) => findings.map((line) => line.split(' ')[2])));
    const families = new Set(RULES.filter(({ id }) => shown.has(id)).map(({ category }) => category));
    expect([...families]).toEqual(expect.arrayContaining(['sidecar', 'permissions', 'images']));
  });

  it('have a counterpart in the README with nothing to warn about', () => {
    const [, good = ''] = /```yaml\n([\s\S]*?)```/.exec(README) ?? [];
    expect(analyse(good).documents.flatMap(({ analysis }) => analysis.pods)).toHaveLength(1);
    expect(analyse(good).findings.map(({ rule }) => rule.id)).toEqual(['image-gate-missing']);
  });
});

it('the textbook example is the one that everybody knows, to the byte', () => {
  expect(readFileSync('examples/sidecar-injection.yaml')).toEqual(
    readFileSync('test/fixtures/seed/sidecar-injection.yaml'),
  );
});
