import { moveUp } from '../../fixes/move-up';
import type { Container } from '../../pod/container';
import { links } from '../links';
import type { Rule } from '../rule';

const DIGEST = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const migrate = (mark = ''): string =>
  `    - name: migrate${mark}\n      image: registry.example.com/migrate@${DIGEST}\n`;
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
  title: 'An init container that runs before the native sidecar that it may need',
  why: 'Init containers start in the order in which they are listed. An init container that is listed before a native proxy or agent runs without it. For example, it cannot connect to the database, bypasses the mesh, or finds no secrets.',
  fix: 'List the native sidecar before the init container.',
  references: [links.nativeSidecars, links.sidecarContainers],
  examples: {
    bad: example(migrate(' # hint: it runs before the proxy') + PROXY),
    good: example(PROXY + migrate()),
  },

  fields: ['restartPolicy'],
  *pod(pod) {
    const list = pod.containers.filter((container) => container.list === 'initContainers');
    const proxy = list.find((container) => container.role === 'native-sidecar' && isNeeded(container));
    if (!proxy || pod.isAssembled) return;
    // A known init container of a mesh prepares the network for its proxy, and must run first.
    const first = list.slice(0, list.indexOf(proxy)).find(({ role, known }) => role === 'init' && !known);
    if (!first) return;
    yield {
      at: first.nameValue,
      container: first,
      message: `Sidecar starts too late: the init container "${first.label}" runs before the native sidecar "${proxy.label}" (${proxy.known?.sidecar.name}). If it needs the sidecar, list the sidecar first.`,
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

/** Init containers can depend on a proxy or an agent, but not on a log shipper or an exporter. */
function isNeeded({ known }: Container): boolean {
  return (
    known !== undefined &&
    /proxy|agent|mesh|dataplane|secret/i.test(`${known.sidecar.name} ${known.sidecar.purpose}`) &&
    known.sidecar.volumes !== 'reads'
  );
}
