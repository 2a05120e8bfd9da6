import type { Random } from '../../fuzz/random.ts';
import { API_VERSIONS, type Kind } from './kinds.ts';
import type { Variant } from './variant.ts';

/** JSON data that variants change. */
type Data = Record<string, unknown>;

const IMAGE = 'registry.example.com/app:1';

/** A pod that every API server accepts, in a workload of a kind. */
function basePod(kind: Kind): Data {
  const mounts = [{ name: 'data', mountPath: '/data' }];
  return {
    metadata: { labels: { app: 'web' } },
    spec: {
      ...(isJob(kind) && { restartPolicy: 'Never' }),
      initContainers: [
        { name: 'setup', image: IMAGE },
        { name: 'proxy', image: IMAGE, restartPolicy: 'Always' },
      ],
      containers: [
        { name: 'app', image: IMAGE, volumeMounts: mounts },
        { name: 'agent', image: IMAGE, volumeMounts: mounts },
      ],
      volumes: [
        { name: 'data', emptyDir: {} },
        { name: 'config', configMap: { name: 'settings' } },
      ],
    },
  };
}

/** Where a path that begins with `container` leads to. */
const CONTAINERS = ['containers.0', 'containers.1', 'initContainers.1', 'initContainers.0'];

/** The workload with a pod that has been changed by each variant in turn. */
export function workloadOf(kind: Kind, variants: readonly Variant[], random: Random): object {
  const pod = basePod(kind);
  for (const { set } of variants) {
    const container = `spec.${random.pick(CONTAINERS)}`;
    for (const [path, value] of Object.entries(set)) put(pod, path.replace(/^container(?=\.)/, container), value);
  }
  return wrapped(kind, pod);
}

function wrapped(kind: Kind, template: Data): object {
  const head = { apiVersion: API_VERSIONS[kind], kind };
  const metadata = { name: 'web' };
  const labels = { app: 'web' };
  switch (kind) {
    case 'Pod':
      return { ...head, metadata: { ...metadata, ...asMap(template.metadata) }, spec: template.spec };
    case 'PodTemplate':
      return { ...head, metadata, template };
    case 'Job':
      return { ...head, metadata, spec: { template } };
    case 'CronJob':
      return { ...head, metadata, spec: { schedule: '0 1 * * *', jobTemplate: { spec: { template } } } };
    case 'ReplicationController':
      return { ...head, metadata, spec: { selector: labels, template } };
    default:
      return {
        ...head,
        metadata,
        spec: { selector: { matchLabels: labels }, template, ...(kind === 'StatefulSet' && { serviceName: 'web' }) },
      };
  }
}

/** Sets the value of a path, in which numbers are indexes; `undefined` removes it. Maps and lists on the way are made. */
function put(data: Data, path: string, value: unknown): void {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let at = data;
  for (const [index, step] of steps.entries()) {
    const known = at[step];
    const next: unknown = isMap(known) ? known : /^\d+$/.test(steps[index + 1] ?? last) ? [] : {};
    at[step] = next;
    at = asMap(next);
  }
  // Variants share their values, and a later one may write into the value of an earlier one.
  if (value === undefined) delete at[last];
  else at[last] = structuredClone(value);
}

function asMap(value: unknown): Data {
  return isMap(value) ? value : {};
}

function isMap(value: unknown): value is Data {
  return typeof value === 'object' && value !== null;
}

function isJob(kind: Kind): boolean {
  return kind === 'Job' || kind === 'CronJob';
}
