/** A kind of object that the cluster serves, as discovery describes it. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  /** The plural, as in paths. */
  readonly name: string;
  readonly kind: string;
  readonly isNamespaced: boolean;
  readonly shortNames: readonly string[];
  readonly subresources: readonly string[];
  readonly verbs: readonly string[];
}

interface Subresource {
  readonly kind: string;
  readonly verbs: readonly string[];
}

const CONNECTED = ['create', 'get'];
/** What there is below an object, by its name. */
export const SUBRESOURCES: Readonly<Record<string, Subresource>> = {
  attach: { kind: 'PodAttachOptions', verbs: CONNECTED },
  ephemeralcontainers: { kind: 'Pod', verbs: ['get', 'patch', 'update'] },
  exec: { kind: 'PodExecOptions', verbs: CONNECTED },
  log: { kind: 'Pod', verbs: ['get'] },
  portforward: { kind: 'PodPortForwardOptions', verbs: CONNECTED },
};

const POD_SUBRESOURCES = Object.keys(SUBRESOURCES);

const VERBS = ['get', 'list', 'watch', 'create', 'patch'];

/** Every group is served as v1. */
export const RESOURCES: readonly Resource[] = [
  resource('', 'namespaces', 'Namespace', { isNamespaced: false, shortNames: ['ns'] }),
  resource('', 'nodes', 'Node', { isNamespaced: false, shortNames: ['no'] }),
  resource('', 'pods', 'Pod', { shortNames: ['po'], subresources: POD_SUBRESOURCES }),
  resource('', 'events', 'Event', { shortNames: ['ev'] }),
  resource('', 'services', 'Service', { shortNames: ['svc'] }),
  resource('', 'serviceaccounts', 'ServiceAccount', { shortNames: ['sa'] }),
  resource('', 'replicationcontrollers', 'ReplicationController', { shortNames: ['rc'] }),
  resource('apps', 'deployments', 'Deployment', { shortNames: ['deploy'] }),
  resource('apps', 'replicasets', 'ReplicaSet', { shortNames: ['rs'] }),
  resource('apps', 'statefulsets', 'StatefulSet', { shortNames: ['sts'] }),
  resource('apps', 'daemonsets', 'DaemonSet', { shortNames: ['ds'] }),
  resource('apps', 'controllerrevisions', 'ControllerRevision', {}),
  resource('batch', 'jobs', 'Job', {}),
  resource('batch', 'cronjobs', 'CronJob', { shortNames: ['cj'] }),
  resource('authorization.k8s.io', 'selfsubjectaccessreviews', 'SelfSubjectAccessReview', {
    isNamespaced: false,
    verbs: ['create'],
  }),
  ...['MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'].map((kind) =>
    resource('admissionregistration.k8s.io', `${kind.toLowerCase().replace(/y$/, 'ie')}s`, kind, {
      isNamespaced: false,
    }),
  ),
  resource('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'MutatingWebhookConfiguration', {
    isNamespaced: false,
  }),
];

/** Objects of this resource have this `apiVersion`. */
export function apiVersionOf(resource: Resource): string {
  return resource.group === '' ? 'v1' : `${resource.group}/v1`;
}

/** As the API server's messages call it: `pods`, `deployments.apps`. */
export function qualifiedName(group: string, name: string): string {
  return group === '' ? name : `${name}.${group}`;
}

function resource(group: string, name: string, kind: string, more: Partial<Resource>): Resource {
  return { group, name, kind, isNamespaced: true, shortNames: [], subresources: [], verbs: VERBS, ...more };
}
