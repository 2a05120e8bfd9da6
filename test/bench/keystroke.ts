import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseAllDocuments } from 'yaml';
import { Configurations } from '../../server/src/configuration/configurations';
import { toDiagnostics } from '../../server/src/language/diagnostics';
import { OpenDocuments } from '../../server/src/language/open-documents';
import { Analyzer, DEFAULT_OPTIONS } from '../../server/src/rules/engine';
import { RULES } from '../../server/src/rules/index';
import { NEWEST_KUBERNETES_MINOR } from '../../server/src/rules/kubernetes-version';
import { WorkspaceIndex } from '../../server/src/workspace/workspace-index';
import { percentile } from './percentile';

const DOCUMENTS = 350;
const KEYSTROKES = 500;
const PARSES = 5;
/** What must hold: the 95th percentile in milliseconds, and how often it must fit into a parse of the whole file. */
const LIMIT_MS = 20;
const LEAST_RATIO = 8;

/** 31 or 32 lines: a Deployment with a sidecar and, every seventh time, a Service. */
function manifest(at: number): string {
  if (at % 7 === 6) {
    const labels = Array.from({ length: 24 }, (_, index) => `    team-${index}: shop-${at}\n`).join('');
    return `apiVersion: v1\nkind: Service\nmetadata:\n  name: shop-${at}\n  labels:\n${labels}spec:\n  selector:\n    app: shop-${at - 1}\n  ports:\n    - port: 80\n`;
  }
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop-${at}
  labels:
    app: shop-${at}
spec:
  selector:
    matchLabels:
      app: shop-${at}
  template:
    metadata:
      labels:
        app: shop-${at}
    spec:
      containers:
        - name: shop-${at}
          image: registry.example.com/shop:1.${at}
          volumeMounts:
            - name: logs
              mountPath: /var/log/shop
        - name: log-shipper
          image: busybox
          command: [sh, -c, "while true; do cat /var/log/shop/access.log; sleep 30; done"]
          volumeMounts:
            - name: logs
              mountPath: /var/log/shop
      volumes:
        - name: logs
          emptyDir: {}
`;
}

const text = Array.from({ length: DOCUMENTS }, (_, at) => manifest(at)).join('---\n');
const index = new WorkspaceIndex();
const options = { severities: new Map(), kubernetesMinor: NEWEST_KUBERNETES_MINOR };
const open = new OpenDocuments(index, new Analyzer(RULES, index, options), new Configurations(DEFAULT_OPTIONS));
const document = TextDocument.create('file:///large.yaml', 'yaml', 1, text);
open.update(document);
analyse();

const keystrokes: number[] = [];
for (let at = 0; at < KEYSTROKES; at++) {
  // Typing an image's tag somewhere in the file, a character forth and back.
  const offset = document.getText().indexOf(`shop:1.${((at * 37) % 300) - ((at * 37) % 7)}\n`) + 5;
  const range = { start: document.positionAt(offset), end: document.positionAt(offset + (at % 2)) };
  const start = performance.now();
  TextDocument.update(document, [{ range, text: at % 2 === 0 ? '9' : '' }], document.version + 1);
  open.update(document);
  analyse();
  keystrokes.push(performance.now() - start);
}

const parses: number[] = [];
for (let at = 0; at < PARSES; at++) {
  const start = performance.now();
  parseAllDocuments(text);
  parses.push(performance.now() - start);
}

const p95 = percentile(keystrokes, 0.95);
const parse = percentile(parses, 0.5);
const lines = text.split('\n').length;
console.log(`${lines} lines, ${DOCUMENTS} documents`);
console.log(
  `keystroke to diagnostics: median ${percentile(keystrokes, 0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (${KEYSTROKES} keystrokes)`,
);
console.log(`yaml.parseAllDocuments:   median ${parse.toFixed(1)} ms (${PARSES} parses)`);
console.log(`ratio: ${(parse / p95).toFixed(1)}`);
if (p95 > LIMIT_MS || parse / p95 < LEAST_RATIO) {
  console.error(
    `Too slow: p95 must be at most ${LIMIT_MS} ms, and ${LEAST_RATIO} times as fast as parsing the whole file.`,
  );
  process.exitCode = 1;
}

function analyse(): void {
  const analysis = open.analyse(document.uri);
  if (!analysis || toDiagnostics(analysis).length === 0)
    throw new Error('The large file has no diagnostics; the benchmark measures nothing.');
}
