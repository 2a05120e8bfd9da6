import type { ManifestDocument } from '../../../server/src/manifest/document';
import { readDocument } from '../../../server/src/manifest/read-document';
import { Analyzer } from '../../../server/src/rules/engine';
import { RULES } from '../../../server/src/rules/index';
import { DEFAULT_OPTIONS } from '../../../server/src/rules/options';
import type { Rule } from '../../../server/src/rules/rule';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';
import type { Figures } from '../measure/figure';
import { median } from '../measure/statistics';

/** As many of the most expensive rules are named. */
const SHOWN = 5;
const RUNS = 200;
/** As many again until the code is compiled. */
const WARM_UP = 200;
/** What must hold: the whole default run on a Deployment that is read already, in milliseconds. */
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

/** What the rules take of a Deployment that is read already. */
export async function measureRules(figures: Figures): Promise<void> {
  const whole = analysing(RULES);
  const alone = RULES.map((rule) => ({ id: rule.id, ms: analysing([rule], asked(rule)) }));
  // Last, when everything is compiled, so that nothing is taken off twice.
  const withoutRules = analysing([]);
  figures.add('Deployment with two containers: pods and roles', withoutRules, 'ms');
  figures.add('Deployment with two containers: with all rules that are on', whole, 'ms', { limit: { most: LIMIT_MS } });
  const costs = alone.map(({ id, ms }) => ({ id, ms: Math.max(0, ms - withoutRules) })).sort((a, b) => b.ms - a.ms);
  for (const { id, ms } of costs.slice(0, SHOWN))
    figures.add(`Deployment with two containers: rule \`${id}\``, ms, 'ms');
}

function parse(): ManifestDocument {
  return readDocument(DEPLOYMENT);
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
  return median(times.slice(WARM_UP));
}
