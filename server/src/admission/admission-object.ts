import { isObject, type Json, type JsonObject } from '../manifest/json';
import { IN_TEMPLATE, type WorkloadKind, workloadKind } from '../pod/workload-kinds';

/** An object that the API server admits on the way from a manifest to a running pod. */
export interface AdmissionObject {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The plural name in URLs and policies, such as `pods`. For custom kinds it is a guess. */
  readonly resource: string;
  readonly name: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly data: JsonObject;
  /** Where its pod spec is in the data. */
  readonly podSpec: readonly string[];
  /** Whether a controller creates it. Its data is incomplete then. */
  readonly isMade?: boolean;
}

const BUILT_IN_GROUPS: readonly string[] = ['', 'apps', 'batch'];

/** The built-in kinds with a pod template. */
export function builtInWorkload(group: string, kind: string): WorkloadKind | undefined {
  return BUILT_IN_GROUPS.includes(group) ? workloadKind(kind) : undefined;
}

/** An object before admission, in the form that its manifest or its controller writes. */
export interface WrittenObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: JsonObject;
  readonly data: JsonObject;
  readonly namespace: string | undefined;
  readonly isMade: boolean;
}

export function toAdmissionObject({
  apiVersion,
  kind,
  metadata,
  data,
  namespace,
  isMade,
}: WrittenObject): AdmissionObject {
  const slash = apiVersion.indexOf('/');
  const group = slash === -1 ? '' : apiVersion.slice(0, slash);
  const shape = builtInWorkload(group, kind);
  return {
    group,
    version: apiVersion.slice(slash + 1),
    kind,
    resource: shape?.plural ?? `${kind.toLowerCase()}s`,
    name: typeof metadata.name === 'string' ? metadata.name : undefined,
    labels: textsOf(metadata.labels),
    annotations: textsOf(metadata.annotations),
    data: {
      ...data,
      apiVersion,
      kind,
      metadata: { ...metadata, ...(namespace !== undefined && { namespace }) },
    },
    podSpec: shape?.podSpec ?? IN_TEMPLATE,
    isMade,
  };
}

function textsOf(json: Json | undefined): Record<string, string> {
  if (!isObject(json)) return {};
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}
