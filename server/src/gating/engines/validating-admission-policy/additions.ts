import { isArray, isObject, type Json, type JsonObject, jsonAt } from '../../../manifest/json';
import { type CelData, Unknown } from '../../cel/data';
import type { AdmittedObject, GatedPod } from '../../gated-pod';

/** What the cluster may add to an object, where it is known what that would be. */
export type Addition = 'volumes' | 'tolerations' | 'labels';

/** What is taken for added or for not added; nothing is known of the others. */
export type Assumed = Readonly<Partial<Record<Addition, boolean>>>;
export const NOTHING_ASSUMED: Assumed = {};

/** How a field that may be there is called where nothing is assumed of it. */
export function doubtAbout(field: string): string {
  return `whether the cluster adds \`${field}\` is not known`;
}

const BEHIND: ReadonlyMap<string, Addition> = new Map([
  [doubtAbout('volumes'), 'volumes'],
  [doubtAbout('volumeMounts'), 'volumes'],
  [doubtAbout('tolerations'), 'tolerations'],
  [doubtAbout('labels'), 'labels'],
]);

/** What has to be assumed to know more than "unknown, because of this". */
export function additionBehind(
  reason: string | undefined,
  object: AdmittedObject,
  assumed: Assumed,
): Addition | undefined {
  const addition = reason === undefined ? undefined : BEHIND.get(reason);
  if (addition === undefined || assumed[addition] !== undefined) return undefined;
  return addition === 'labels' && labelsAdded(object) === undefined ? undefined : addition;
}

const GENERATED = new Unknown('only the cluster knows it', 'is there');

const OF_JOB = ['controller-uid', 'job-name', 'job-completion-index'];
/** By the kind of the owner ("Well-Known Labels, Annotations and Taints"). */
const LABELS_OF_PODS: Readonly<Record<string, readonly string[]>> = {
  ReplicaSet: ['pod-template-hash'],
  ReplicationController: [],
  StatefulSet: ['controller-revision-hash', 'statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index'],
  DaemonSet: ['controller-revision-hash', 'pod-template-generation'],
  Job: [...OF_JOB.slice(0, 2), ...OF_JOB.map((key) => `batch.kubernetes.io/${key}`)],
};

/** The keys of the labels that its controller adds to an object; `undefined` where nobody knows which it is. */
export function labelsAdded({ kind, isMade = false, data }: AdmittedObject): readonly string[] | undefined {
  if (!isMade) return [];
  const owner = jsonAt(data, 'metadata', 'ownerReferences');
  const ownerKind = isArray(owner) ? jsonAt(owner[0], 'kind') : undefined;
  if (typeof ownerKind !== 'string') return undefined;
  if (kind === 'ReplicaSet') return LABELS_OF_PODS.ReplicaSet;
  // A CronJob's Jobs have the labels of its template.
  if (kind === 'Job') return [];
  return Object.hasOwn(LABELS_OF_PODS, ownerKind) ? LABELS_OF_PODS[ownerKind] : undefined;
}

/** Labels with those of the controller, whose values only the cluster knows. */
export function withLabels(written: Json | undefined, keys: readonly string[]): CelData {
  const added = keys.map((key): [string, CelData] => [key, GENERATED]);
  return { ...Object.fromEntries(added), ...(isObject(written) && written) };
}

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
/** What the admission plugin ServiceAccount adds ("Configure Service Accounts for Pods", bound tokens). */
const TOKEN_VOLUME: CelData = {
  projected: {
    defaultMode: 420,
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
  },
  name: GENERATED,
};
const TOKEN_MOUNT: CelData = { mountPath: TOKEN_PATH, readOnly: true, name: GENERATED };

/** Whether a pod's spec leaves it to its service account if there will be a token. */
export function mayHaveToken(spec: JsonObject): boolean {
  return spec.automountServiceAccountToken !== false;
}

/** The volumes that a pod has before the token's: of a StatefulSet's pods, those of its claims, too. */
export function ownVolumes(spec: JsonObject, { data }: AdmittedObject, pod: GatedPod): readonly CelData[] {
  const written = listOf(spec.volumes);
  const [owner] = listOf(jsonAt(data, 'metadata', 'ownerReferences'));
  if (jsonAt(owner, 'kind') !== 'StatefulSet') return written;
  const maker = pod.objects.find(({ kind }) => kind === 'StatefulSet');
  const claims = listOf(jsonAt(maker?.data, 'spec', 'volumeClaimTemplates')).map(
    (claim) => jsonAt(claim, 'metadata', 'name') ?? '',
  );
  return [
    ...written.filter((volume) => !claims.includes(jsonAt(volume, 'name') ?? '')),
    ...claims.map((name): CelData => ({ name, persistentVolumeClaim: { claimName: GENERATED } })),
  ];
}

export function withToken(volumes: readonly CelData[]): readonly CelData[] {
  return [...volumes, TOKEN_VOLUME];
}

/** The mounts of a container with that of the token, unless it has something else in its place. */
export function withTokenMount(mounts: Json | undefined): readonly CelData[] {
  const written = listOf(mounts);
  return written.some((mount) => jsonAt(mount, 'mountPath') === TOKEN_PATH) ? written : [...written, TOKEN_MOUNT];
}

/** The tolerations that a pod has before those of plugins: of a DaemonSet's pods, those of its controller, too. */
export function ownTolerations(spec: JsonObject, { data }: AdmittedObject): readonly Json[] {
  const written = listOf(spec.tolerations);
  const [owner] = listOf(jsonAt(data, 'metadata', 'ownerReferences'));
  if (jsonAt(owner, 'kind') !== 'DaemonSet') return written;
  const taints = ['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'];
  if (spec.hostNetwork === true) taints.push('network-unavailable');
  return [
    ...written,
    ...EVICTING.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute' })),
    ...taints.map((name) => ({ key: `node.kubernetes.io/${name}`, operator: 'Exists', effect: 'NoSchedule' })),
  ];
}

const EVICTING = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** Those that DefaultTolerationSeconds adds: for taints that evict, where they are not tolerated yet. */
export function defaultTolerations(tolerations: readonly Json[]): readonly CelData[] {
  const isTolerated = (taint: string): boolean =>
    tolerations.some((toleration) => {
      const [key, effect] = [jsonAt(toleration, 'key'), jsonAt(toleration, 'effect')];
      return (!key || key === taint) && (!effect || effect === 'NoExecute');
    });
  return EVICTING.filter((key) => !isTolerated(key)).map((key) => ({
    key,
    operator: 'Exists',
    effect: 'NoExecute',
    // The API server's flags may say another time than 300 seconds.
    tolerationSeconds: GENERATED,
  }));
}

function listOf(json: Json | undefined): readonly Json[] {
  return isArray(json) ? json : [];
}
