import { ManifestDocument } from '../../server/src/manifest/document';
import { Analyzer, DEFAULT_OPTIONS } from '../../server/src/rules/engine';
import { RULES } from '../../server/src/rules/index';
import type { Rule } from '../../server/src/rules/rule';
import { WorkspaceIndex } from '../../server/src/workspace/workspace-index';
import { percentile } from './percentile';

const RUNS = 200;
/** As many again until the code is compiled. */
const WARM_UP = 200;
/** What must hold: the whole default run on a Deployment that is parsed already, in milliseconds. */
const LIMIT_MS = 1;

const DIGEST = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const PROBE = (name: string, port: number): string => `          ${name}:
            httpGet:
              path: /healthz
              port: ${port}
            periodSeconds: 10
`;
const SECURITY = `          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
`;
const RESOURCES = `          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 256Mi }
`;

/** An app and a sidecar, as a team with a template for such things has them. */
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  namespace: shop
  labels:
    app.kubernetes.io/name: shop
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: shop
  template:
    metadata:
      labels:
        app.kubernetes.io/name: shop
      annotations:
        prometheus.io/scrape: "true"
    spec:
      serviceAccountName: shop
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: shop
          image: registry.example.com/shop:1.4.2@${DIGEST}
          args: [serve, --port=8080]
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: DATABASE_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: database
                  key: password
${PROBE('readinessProbe', 8080)}${PROBE('livenessProbe', 8080)}${RESOURCES}${SECURITY}          volumeMounts:
            - name: logs
              mountPath: /var/log/shop
            - name: config
              mountPath: /etc/shop
              readOnly: true
        - name: log-shipper
          image: registry.example.com/shipper:2.1@${DIGEST}
          command: [sh, -c, "tail -F /var/log/shop/access.log | ship --to logs.example.com"]
${PROBE('livenessProbe', 2020)}${RESOURCES}${SECURITY}          volumeMounts:
            - name: logs
              mountPath: /var/log/shop
              readOnly: true
      volumes:
        - name: logs
          emptyDir:
            sizeLimit: 256Mi
        - name: config
          configMap:
            name: shop
`;

const parsing = medianMs(parse);
const whole = analysing(RULES);
const alone = RULES.map((rule) => ({ rule, ms: analysing([rule], asked(rule)) }));
// Last, when everything is compiled, so that nothing is taken off twice.
const withoutRules = analysing([]);
const costs = alone.map(({ rule, ms }) => ({ rule, ms: Math.max(0, ms - withoutRules) }));

console.log(`\n${DEPLOYMENT.split('\n').length - 1} lines, a Deployment with two containers; medians of ${RUNS} runs`);
console.log('microseconds  rule');
for (const { rule, ms } of costs.sort((a, b) => b.ms - a.ms)) {
  console.log(
    `${(ms * 1000).toFixed(0).padStart(12)}  ${rule.id}${rule.severity === 'off' ? ' (off by default)' : ''}`,
  );
}
console.log(`pods and roles:       ${withoutRules.toFixed(2)} ms`);
console.log(`all rules by default: ${whole.toFixed(2)} ms, with pods and roles`);
console.log(`parsing:              ${parsing.toFixed(2)} ms`);
console.log(`ratio:                ${(whole / parsing).toFixed(2)}`);
if (whole > LIMIT_MS) {
  console.error(`Too slow: all rules may take ${LIMIT_MS} ms on a Deployment that is parsed.`);
  process.exitCode = 1;
}

function parse(): ManifestDocument {
  return new ManifestDocument(DEPLOYMENT, false);
}

/** A rule that is off costs nothing unless it is asked for. */
function asked({ id, severity }: Rule): ReadonlySet<string> | undefined {
  return severity === 'off' ? new Set([id]) : undefined;
}

/** How long an analysis takes, in milliseconds. */
function analysing(rules: readonly Rule[], only?: ReadonlySet<string>): number {
  const options = { ...DEFAULT_OPTIONS, ...(only && { only }) };
  const analyzer = new Analyzer(rules, new WorkspaceIndex(), options);
  const document = parse();
  // What was found in a document is kept for as long as the options are the same object.
  return medianMs(() => void analyzer.analyse(document, { ...options }));
}

function medianMs(run: () => void): number {
  const times = Array.from({ length: RUNS + WARM_UP }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return percentile(times.slice(WARM_UP), 0.5);
}
