import { ManifestFile } from '../../../server/src/manifest/file';
import type { PodMap } from '../../../server/src/map/pod-map';
import { podMapOf } from '../../../server/src/map/read-pod';
import { Analyzer } from '../../../server/src/rules/engine';
import { RULES } from '../../../server/src/rules/index';
import { DEFAULT_OPTIONS } from '../../../server/src/rules/options';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';

/** The map of the first pod of some manifests, which are a whole workspace. */
export function mapOf(text: string): PodMap {
  const index = new WorkspaceIndex();
  const file = ManifestFile.read(text);
  index.update('file:///manifest.yaml', file);
  const analyzer = new Analyzer(RULES, index, DEFAULT_OPTIONS);
  for (const { document } of file.documents) {
    const { pods, findings } = analyzer.analyse(document);
    const [pod] = pods;
    const { kubernetesMinor } = DEFAULT_OPTIONS;
    if (pod) return podMapOf(pod, { index, kubernetesMinor, findings });
  }
  throw new Error('There is no pod.');
}

/** "from kind to: label" of each edge, by the titles of its ends. */
export function edgesOf({ nodes, edges }: PodMap): string[] {
  const titles = new Map(nodes.map(({ id, title }) => [id, title]));
  return edges.map(({ from, to, kind, label }) => `${titles.get(from)} ${kind} ${titles.get(to)}: ${label}`);
}

/** A pod with so many containers, volumes, and mounts of each volume. */
export function largePod(containers: number, volumes: number, mountsOfEach: number): string {
  const mountsOf = (container: number): string[] =>
    Array.from({ length: volumes }, (_, volume) => volume).flatMap((volume) =>
      Array.from({ length: mountsOfEach }, (_, turn) => (volume * (2 * turn + 1) + turn) % containers).includes(
        container,
      )
        ? [`{ name: volume-${volume}, mountPath: /var/lib/component/data-${volume}, readOnly: ${volume % 3 === 0} }`]
        : [],
    );
  const all = Array.from({ length: containers }, (_, index) => [
    `- name: container-with-a-name-${index}`,
    `  image: registry.example.com/shop/component-${index}:1.${index}.0`,
    `  ports: [{ containerPort: ${8000 + index} }]`,
    `  volumeMounts: [${mountsOf(index).join(', ')}]`,
  ]);
  const indented = (lines: readonly string[]): string => lines.map((line) => `    ${line}\n`).join('');
  const names = Array.from({ length: volumes }, (_, index) => `- { name: volume-${index}, emptyDir: {} }`);
  return `apiVersion: v1
kind: Pod
metadata: { name: large, namespace: shop, labels: { app: large }, annotations: { linkerd.io/inject: enabled } }
spec:
  shareProcessNamespace: true
  initContainers:
${indented(all.slice(0, 3).flat())}
  containers:
${indented(all.slice(3).flat())}
  volumes:
${indented(names)}
---
apiVersion: v1
kind: Service
metadata: { name: large, namespace: shop }
spec: { selector: { app: large }, ports: [{ port: 80, targetPort: 8003 }, { port: 81, targetPort: 9999 }] }
`;
}
