import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseAllDocuments } from 'yaml';
import { Configurations } from '../../server/src/configuration/configurations';
import { toDiagnostics } from '../../server/src/language/diagnostics';
import { OpenDocuments } from '../../server/src/language/open-documents';
import { ManifestFile } from '../../server/src/manifest/file';
import { podsOf } from '../../server/src/pod/pod';
import { toGatesReport } from '../../server/src/report/gates';
import { Analyzer, DEFAULT_OPTIONS } from '../../server/src/rules/engine';
import { RULES } from '../../server/src/rules/index';
import { WorkspaceIndex } from '../../server/src/workspace/workspace-index';
import { percentile } from './percentile';

const POLICIES = 500;
const WORKLOADS = 2000;
const KEYSTROKES = 200;
/** What must hold, in milliseconds. */
const MATRIX_LIMIT_MS = 3000;
const KEYSTROKE_LIMIT_MS = 20;

/** What admission policies check, in turn; every one of them is asked about every pod, and one in ten refuses a tenth. */
const CHECKS = [
  (at: number) => `containers.all(c, c.image.startsWith('registry.example.com/') || c.image.endsWith(':${at}'))`,
  (at: number) =>
    `containers.all(c, ['registry.example.com/', 'ghcr.io/team-${at}/'].exists(p, c.image.startsWith(p)))`,
  (at: number) => `containers.all(c, c.image.matches('^registry[.]example[.]com/[a-z0-9/-]+:[0-9.]+(-${at})?$'))`,
];
const REFUSES = (at: number): string => `containers.all(c, !c.image.endsWith('${at % 10}.0'))`;

/** A policy of each engine that is asked about every pod. */
const ENGINES: Readonly<Record<string, (at: number) => string>> = {
  ValidatingAdmissionPolicy: (at) => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: policy-${at} }
spec:
  matchConstraints:
    resourceRules:
      - { apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods] }
  variables:
    - name: containers
      expression: object.spec.containers + object.spec.?initContainers.orValue([]) + object.spec.?ephemeralContainers.orValue([])
  validations:
    - expression: variables.${(at % 10 === 0 ? REFUSES : CHECKS[at % CHECKS.length])?.(at) ?? ''}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: policy-${at} }
spec: { policyName: policy-${at}, validationActions: [Deny] }
`,
  Kyverno: (at) => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: policy-${at} }
spec:
  rules:
    - name: registries
      match: { any: [{ resources: { kinds: [Pod] } }] }
      validate:
        failureAction: Enforce
        message: Only from our registry.
        pattern:
          spec:
            =(initContainers): [{ image: "registry.example.com/* | ghcr.io/team-${at}/*" }]
            containers: [{ image: "registry.example.com/* | ghcr.io/team-${at}/*" }]
`,
  Gatekeeper: (at) => `apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sAllowedRepos
metadata: { name: policy-${at} }
spec:
  match: { kinds: [{ apiGroups: [""], kinds: [Pod] }] }
  parameters: { repos: [registry.example.com/, ghcr.io/team-${at}/] }
`,
  sigstore: (at) => `apiVersion: policy.sigstore.dev/v1beta1
kind: ClusterImagePolicy
metadata: { name: policy-${at} }
spec:
  images: [{ glob: registry.example.com/** }, { glob: ghcr.io/team-${at}/** }]
  authorities: [{ static: { action: pass } }]
`,
};

function workload(at: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop-${at}, namespace: team-${at % 40} }
spec:
  selector: { matchLabels: { app: shop-${at} } }
  template:
    metadata: { labels: { app: shop-${at} } }
    spec:
      containers:
        - { name: shop, image: "registry.example.com/team-${at % 40}/shop-${at}:1.${at}" }
        - { name: log, image: "registry.example.com/log:1.0" }
`;
}

console.log(`\n${POLICIES} policies on ${WORKLOADS} workloads with 2 images each`);
for (const [engine, policy] of Object.entries(ENGINES)) measure(engine, policy);

function measure(engine: string, policy: (at: number) => string): void {
  const index = new WorkspaceIndex();
  const files = [...Array(POLICIES).keys()].map((at) => ({ uri: `file:///policies/${at}.yaml`, text: policy(at) }));
  for (const { uri, text } of files) index.update(uri, ManifestFile.read(text));
  const manifests = [...Array(WORKLOADS).keys()].map((at) => ({ uri: `file:///apps/${at}.yaml`, text: workload(at) }));
  const pods = manifests.flatMap(({ uri, text }) => {
    const file = ManifestFile.read(text);
    index.update(uri, file);
    return file.documents.flatMap(({ document }) =>
      document.resources.flatMap((resource) => podsOf(resource, () => []).map((pod) => ({ file: uri, pod }))),
    );
  });

  const started = performance.now();
  const { images } = toGatesReport(pods, index);
  const matrix = performance.now() - started;
  const decisions = images.reduce((count, { gates }) => count + gates.length, 0);
  if (decisions !== POLICIES * WORKLOADS * 2)
    throw new Error(`${decisions} decisions; the benchmark measures something else.`);

  const parsing = performance.now();
  for (const { text } of [...files, ...manifests]) parseAllDocuments(text);
  const parse = performance.now() - parsing;

  const keystrokes = typeInto(index);
  const p95 = percentile(keystrokes, 0.95);
  console.log(
    `${engine}: ${decisions} decisions in ${matrix.toFixed(0)} ms, ${(matrix / parse).toFixed(1)} times what parsing takes; keystroke to diagnostics: median ${percentile(keystrokes, 0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
  );
  if (matrix <= MATRIX_LIMIT_MS && p95 <= KEYSTROKE_LIMIT_MS) return;
  console.error(
    `Too slow: at most ${MATRIX_LIMIT_MS} ms for the matrix, and ${KEYSTROKE_LIMIT_MS} ms for a keystroke.`,
  );
  process.exitCode = 1;
}

/** How long each of many keystrokes in a manifest takes, in milliseconds. */
function typeInto(index: WorkspaceIndex): number[] {
  const analyzer = new Analyzer(RULES, index, DEFAULT_OPTIONS);
  const open = new OpenDocuments(index, analyzer, new Configurations(DEFAULT_OPTIONS));
  const document = TextDocument.create('file:///apps/7.yaml', 'yaml', 1, workload(7));
  return [...Array(KEYSTROKES).keys()].map((at) => {
    const offset = document.getText().indexOf(':1.7') + 4;
    const range = { start: document.positionAt(offset), end: document.positionAt(offset + (at % 2)) };
    const start = performance.now();
    TextDocument.update(document, [{ range, text: at % 2 === 0 ? '9' : '' }], document.version + 1);
    open.update(document);
    const analysis = open.analyse(document.uri);
    if (!analysis || toDiagnostics(analysis).length === 0) throw new Error('There are no diagnostics.');
    return performance.now() - start;
  });
}
