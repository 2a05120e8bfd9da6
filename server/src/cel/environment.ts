import { own } from '../text/own';
import { kubernetesOverloads } from './library/library';
import type { Declarations } from './types/checker';
import { BOOL, type CelType, DYN, readType, STRING, struct, typeOf } from './types/type';

const PREFIX = 'kubernetes.';
const GROUP_VERSION = { group: STRING, version: STRING };
const TEXTS = readType('list<string>')[0];
const TEXT_MAP = readType('map<string, string>')[0];
const TIME = readType('timestamp')[0];
const INT = readType('int')[0];

/** The fields of what policies see besides the object (Kubernetes, `pkg/admission/plugin/cel/compile.go`). */
const STRUCTS: Readonly<Record<string, Readonly<Record<string, CelType>>>> = {
  GroupVersionKind: { ...GROUP_VERSION, kind: STRING },
  GroupVersionResource: { ...GROUP_VERSION, resource: STRING },
  UserInfo: { username: STRING, uid: STRING, groups: TEXTS, extra: readType('map<string,list<string>>')[0] },
  AdmissionRequest: {
    kind: struct(`${PREFIX}GroupVersionKind`),
    resource: struct(`${PREFIX}GroupVersionResource`),
    subResource: STRING,
    requestKind: struct(`${PREFIX}GroupVersionKind`),
    requestResource: struct(`${PREFIX}GroupVersionResource`),
    requestSubResource: STRING,
    name: STRING,
    namespace: STRING,
    operation: STRING,
    userInfo: struct(`${PREFIX}UserInfo`),
    dryRun: BOOL,
    options: DYN,
  },
  NamespaceSpec: { finalizers: TEXTS },
  NamespaceCondition: { status: STRING, type: STRING, lastTransitionTime: TIME, message: STRING, reason: STRING },
  NamespaceStatus: { conditions: { ...TEXTS, params: [struct(`${PREFIX}NamespaceCondition`)] }, phase: STRING },
  NamespaceMetadata: {
    ...{ name: STRING, generateName: STRING, namespace: STRING, labels: TEXT_MAP, annotations: TEXT_MAP, UID: STRING },
    ...{ creationTimestamp: TIME, deletionGracePeriodSeconds: INT, deletionTimestamp: TIME, generation: INT },
    ...{ resourceVersion: STRING, finalizers: TEXTS },
  },
  Namespace: {
    metadata: struct(`${PREFIX}NamespaceMetadata`),
    spec: struct(`${PREFIX}NamespaceSpec`),
    status: struct(`${PREFIX}NamespaceStatus`),
  },
};
const VARIABLES_TYPE = `${PREFIX}variables`;
const AUTHORIZATION = `${PREFIX}authorization.`;

const TYPE_NAMES: ReadonlyMap<string, CelType> = new Map(
  [
    ...['bool', 'bytes', 'double', 'int', 'uint', 'string', 'null_type', 'list<dyn>', 'map<dyn,dyn>', 'type<dyn>'],
    ...['kubernetes.Quantity', 'kubernetes.URL', 'net.IP', 'net.CIDR', 'kubernetes.Semver', 'timestamp', 'duration'],
  ].map((text) => {
    const [type] = readType(text);
    return [type.name, typeOf(type)];
  }),
);

/** What the expressions at one place of a policy can refer to. */
export interface Allowed {
  readonly params: boolean;
  readonly authorizer: boolean;
  /** The types of the policy's variables; none where expressions have no variables. */
  readonly variables?: ReadonlyMap<string, CelType> | undefined;
}

/** The declarations of the API server for policies. */
export function declarationsFor({ params, authorizer, variables }: Allowed): Declarations {
  const names = new Map<string, CelType>([
    ['object', DYN],
    ['oldObject', DYN],
    ['request', struct(`${PREFIX}AdmissionRequest`)],
    ['namespaceObject', struct(`${PREFIX}Namespace`)],
    ...TYPE_NAMES,
  ]);
  if (params) names.set('params', DYN);
  if (variables) names.set('variables', struct(VARIABLES_TYPE));
  if (authorizer) {
    names.set('authorizer', readType(`${AUTHORIZATION}Authorizer`)[0]);
    names.set('authorizer.requestResource', readType(`${AUTHORIZATION}ResourceCheck`)[0]);
  }
  return {
    variable: (name) => names.get(name),
    field: (name, field) => {
      if (name === VARIABLES_TYPE) return variables?.get(field);
      return own(own(STRUCTS, name.replace(PREFIX, '')), field);
    },
    overloads: kubernetesOverloads,
  };
}
