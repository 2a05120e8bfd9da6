import type { AdmissionObject, AdmissionPod } from '../../../admission/admission-pod';
import type { Cause } from '../../../cause/cause';
import { Unknown } from '../../../cause/unknown';
import type { CelData } from '../../../cel/data';
import { isArray, isObject, type Json, type JsonObject, jsonAt } from '../../../manifest/json';
import { own } from '../../../text/own';

/** A field that the cluster may add to an object, if its possible value is known. */
export type Addition = 'volumes' | 'tolerations' | 'labels';

/** The additions that are assumed to be present or absent; the others are unknown. */
export type Assumed = Readonly<Partial<Record<Addition, boolean>>>;
export const NOTHING_ASSUMED: Assumed = {};

const BEHIND: Readonly<Record<string, Addition>> = {
  volumes: 'volumes',
  volumeMounts: 'volumes',
  tolerations: 'tolerations',
  labels: 'labels',
};

/** The addition to assume, so that a decision with this cause can become known. */
export function additionBehind(
  cause: Cause | undefined,
  object: AdmissionObject,
  assumed: Assumed,
): Addition | undefined {
  const addition = cause?.kind === 'cluster-adds' ? own(BEHIND, cause.field) : undefined;
  if (addition === undefined || assumed[addition] !== undefined) return undefined;
  return addition === 'labels' && labelsAdded(object) === undefined ? undefined : addition;
}

const GENERATED = new Unknown({ kind: 'cluster-only', what: 'value' }, 'is there');

const OF_JOB = ['controller-uid', 'job-name', 'job-completion-index'];
/** By the kind of the owner ("Well-Known Labels, Annotations and Taints"). */
const LABELS_OF_PODS: Readonly<Record<string, readonly string[]>> = {
  ReplicaSet: ['pod-template-hash'],
  ReplicationController: [],
  StatefulSet: ['controller-revision-hash', 'statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index'],
  DaemonSet: ['controller-revision-hash', 'pod-template-generation'],
  Job: [...OF_JOB.slice(0, 2), ...OF_JOB.map((key) => `batch.kubernetes.io/${key}`)],
};

/** The keys of the labels that the controller of an object adds to it; `undefined` if the controller is unknown. */
export function labelsAdded({ kind, isMade = false, data }: AdmissionObject): readonly string[] | undefined {
  if (!isMade) return [];
  const owner = jsonAt(data, 'metadata', 'ownerReferences');
  const ownerKind = isArray(owner) ? jsonAt(owner[0], 'kind') : undefined;
  if (typeof ownerKind !== 'string') return undefined;
  if (kind === 'ReplicaSet') return LABELS_OF_PODS.ReplicaSet;
  // The Jobs of a CronJob have only the labels of its template.
  if (kind === 'Job') return [];
  return own(LABELS_OF_PODS, ownerKind);
}

/** Labels together with those of the controller, with values that only the cluster knows. */
export function withLabels(written: Json | undefined, keys: readonly string[]): CelData {
  const added = keys.map((key): [string, CelData] => [key, GENERATED]);
  return { ...Object.fromEntries(added), ...(isObject(written) && written) };
}

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
/** The volume that the admission plugin ServiceAccount adds ("Configure Service Accounts for Pods", bound tokens). */
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

/** Whether the spec of a pod lets its service account decide about the token. */
export function mayHaveToken(spec: JsonObject): boolean {
  return spec.automountServiceAccountToken !== false;
}

/**
 * The volumes of a pod before the volume of the token. For a pod of a StatefulSet they include the volumes of its
 * claims.
 */
export function ownVolumes(spec: JsonObject, { data }: AdmissionObject, pod: AdmissionPod): readonly CelData[] {
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

/** The mounts of a container together with the mount of the token, unless another volume is mounted there. */
export function withTokenMount(mounts: Json | undefined): readonly CelData[] {
  const written = listOf(mounts);
  return written.some((mount) => jsonAt(mount, 'mountPath') === TOKEN_PATH) ? written : [...written, TOKEN_MOUNT];
}

/** The tolerations of a pod before those of plugins. For a pod of a DaemonSet they include those of the controller. */
export function ownTolerations(spec: JsonObject, { data }: AdmissionObject): readonly Json[] {
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

/** The tolerations that DefaultTolerationSeconds adds: for taints that evict, if the pod does not tolerate them yet. */
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
    // Flags of the API server can set another time than 300 seconds.
    tolerationSeconds: GENERATED,
  }));
}

function listOf(json: Json | undefined): readonly Json[] {
  return isArray(json) ? json : [];
}
