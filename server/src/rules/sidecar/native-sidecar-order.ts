import { moveUp } from '../../fixes/move-up';
import type { Container } from '../../pod/container';
import { links } from '../links';
import type { Rule } from '../rule';

const DIGEST = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const MIGRATE = `    - name: migrate\n      image: registry.example.com/migrate@${DIGEST}\n`;
const PROXY = `    - name: cloud-sql-proxy\n      image: gcr.io/cloud-sql-connectors/cloud-sql-proxy@${DIGEST}\n      restartPolicy: Always\n`;
const example = (initContainers: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
${initContainers}  containers:
    - name: web
      image: registry.example.com/web@${DIGEST}
`;

export const nativeSidecarOrder: Rule = {
  id: 'native-sidecar-order',
  category: 'sidecar',
  severity: 'hint',
  title: 'An init container runs before the native proxy or agent that it may need',
  why: 'Init containers start in their order. One that stands before the native proxy or agent runs without it: it reaches no database, goes past the mesh, or finds no secrets.',
  fix: 'Put the native sidecar first.',
  references: [links.nativeSidecars, links.sidecarContainers],
  examples: { bad: example(MIGRATE + PROXY), good: example(PROXY + MIGRATE) },

  *pod(pod) {
    const list = pod.containers.filter((container) => container.list === 'initContainers');
    const proxy = list.find((container) => container.role === 'native-sidecar' && isNeeded(container));
    if (!proxy || pod.isAssembled) return;
    // What a mesh puts first itself prepares the network for its proxy.
    const first = list.slice(0, list.indexOf(proxy)).find(({ role, known }) => role === 'init' && !known);
    if (!first) return;
    yield {
      at: first.nameValue,
      container: first,
      message: `The init container "${first.label}" runs before the native sidecar "${proxy.label}" (${proxy.known?.sidecar.name}), so it can't use it. If it needs it, put the sidecar first.`,
      related: [{ at: proxy.nameValue, message: `"${proxy.label}" starts here.` }],
      fixes: [
        {
          title: `Move "${proxy.label}" before "${first.label}" (it starts earlier)`,
          isPreferred: false,
          change: () => moveUp(pod.resource.document, proxy.value, first.value),
        },
      ],
    };
  },
};

/** Proxies and agents are what others go through; shippers and exporters are not. */
function isNeeded({ known }: Container): boolean {
  return (
    known !== undefined &&
    /proxy|agent|mesh|dataplane|secret/i.test(`${known.sidecar.name} ${known.sidecar.purpose}`) &&
    known.sidecar.volumes !== 'reads'
  );
}
