/** The fields of a pod that an environment variable can have (Kubernetes, "Downward API"). */
export const FIELDS_FOR_ENV: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

/** Those that a file of a volume can have. */
export const FIELDS_FOR_FILES: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'metadata.labels',
  'metadata.annotations',
];

/** What is wrong with a path: the whole, or the key of the label or annotation that it names. */
export function faultOfFieldPath(path: string, fields: readonly string[]): 'path' | 'key' | undefined {
  const start = path.indexOf("['");
  if (start === -1 || !path.slice(start + 2).endsWith("']")) {
    // An old name of `spec.nodeName`.
    const known = path === 'spec.host' ? 'spec.nodeName' : path;
    return fields.includes(known) ? undefined : 'path';
  }
  const [map, key] = [path.slice(0, start), path.slice(start + 2, -2)];
  if (map !== 'metadata.labels' && map !== 'metadata.annotations') return 'path';
  return QUALIFIED.test(map === 'metadata.labels' ? key : key.toLowerCase()) ? undefined : 'key';
}

/** A name with an optional domain before it: `example.com/name`. */
const QUALIFIED =
  /^(?:(?=[^/]{1,253}\/)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\/)?(?=.{1,63}$)[A-Za-z0-9](?:[-\w.]*[A-Za-z0-9])?$/;

/** Whether a variable or a file can have an amount of this resource of a container. */
export function isResourceField(text: string): boolean {
  return /^(?:limits|requests)\.(?:cpu$|memory$|ephemeral-storage$|hugepages-)/.test(text);
}
