import type { RuleReference } from './rule';

/** The `homepage` of package.json, which the build puts in; empty while there is none. */
declare const __HOMEPAGE__: string | undefined;
const HOMEPAGE = typeof __HOMEPAGE__ === 'string' ? __HOMEPAGE__.replace(/\/$/, '') : '';

/** The address of the documentation; none while there is no homepage. */
export const documentationUrl: string | undefined = HOMEPAGE === '' ? undefined : HOMEPAGE;

/** The address of the page of a rule; none while there is no homepage. */
export function ruleUrl(id: string): string | undefined {
  return documentationUrl === undefined ? undefined : `${documentationUrl}/rules/${id}`;
}

const THREAT_MATRIX = 'https://microsoft.github.io/Threat-Matrix-for-Kubernetes';
const KUBERNETES = 'https://kubernetes.io/docs';

/** Pages that rules refer to. */
export const links = {
  sidecarInjection: {
    title: 'Threat Matrix MS-TA9011: Sidecar injection',
    url: `${THREAT_MATRIX}/techniques/Sidecar%20Injection/`,
  },
  privilegedContainer: {
    title: 'Threat Matrix MS-TA9018: Privileged container',
    url: `${THREAT_MATRIX}/techniques/Privileged%20container/`,
  },
  writableHostPath: {
    title: 'Threat Matrix MS-TA9013: Writable hostPath mount',
    url: `${THREAT_MATRIX}/techniques/Writable%20hostPath%20mount/`,
  },
  leastPrivilege: {
    title: 'Threat Matrix MS-M9003: Adhere to least-privilege principle',
    url: `${THREAT_MATRIX}/mitigations/MS-M9003%20Adhere%20to%20Least%20Privilege/`,
  },
  restrictContainers: {
    title: 'Threat Matrix MS-M9013: Restrict over-permissive containers',
    url: `${THREAT_MATRIX}/mitigations/MS-M9013%20Restrict%20over%20permissive%20containers/`,
  },
  gateImages: {
    title: 'Threat Matrix MS-M9005.003: Gate images deployed to Kubernetes cluster',
    url: `${THREAT_MATRIX}/mitigations/MS-M9005%20Secure%20CI-CD%20environment/`,
  },
  podSecurityStandards: {
    title: 'Pod Security Standards',
    url: `${KUBERNETES}/concepts/security/pod-security-standards/`,
  },
  podSecurityAdmission: {
    title: 'Pod Security Admission',
    url: `${KUBERNETES}/concepts/security/pod-security-admission/`,
  },
  nativeSidecars: {
    title: 'KEP-753: Sidecar containers',
    url: 'https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers',
  },
  sidecarContainers: {
    title: 'Kubernetes: Sidecar containers',
    url: `${KUBERNETES}/concepts/workloads/pods/sidecar-containers/`,
  },
  podSpec: {
    title: 'Kubernetes: PodSpec',
    url: `${KUBERNETES}/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec`,
  },
  userNamespaces: {
    title: 'Kubernetes: User namespaces',
    url: `${KUBERNETES}/concepts/workloads/pods/user-namespaces/`,
  },
  sysctls: {
    title: 'Kubernetes: Using sysctls in a Kubernetes cluster',
    url: `${KUBERNETES}/tasks/administer-cluster/sysctl-cluster/`,
  },
  seccomp: {
    title: "Kubernetes: Restrict a container's syscalls with seccomp",
    url: `${KUBERNETES}/tutorials/security/seccomp/`,
  },
  appArmor: {
    title: "Kubernetes: Restrict a container's access to resources with AppArmor",
    url: `${KUBERNETES}/tutorials/security/apparmor/`,
  },
  windowsSecurity: {
    title: 'Kubernetes: Security for Windows nodes',
    url: `${KUBERNETES}/concepts/security/windows-security/`,
  },
  windowsHostProcess: {
    title: 'Kubernetes: Create a Windows HostProcess pod',
    url: `${KUBERNETES}/tasks/configure-pod-container/create-hostprocess-pod/`,
  },
  windowsUser: {
    title: 'Kubernetes: Configure RunAsUserName for Windows pods and containers',
    url: `${KUBERNETES}/tasks/configure-pod-container/configure-runasusername/`,
  },
  containerRestartRules: {
    title: 'KEP-5307: Container restart policy',
    url: 'https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/5307-container-restart-policy',
  },
  restartPolicy: {
    title: 'Kubernetes: Pod lifecycle, restart policy',
    url: `${KUBERNETES}/concepts/workloads/pods/pod-lifecycle/#restart-policy`,
  },
  containerPort: {
    title: 'Kubernetes: Ports of a container',
    url: `${KUBERNETES}/reference/kubernetes-api/workload-resources/pod-v1/#ports`,
  },
  probes: {
    title: 'Kubernetes: Configure liveness, readiness and startup probes',
    url: `${KUBERNETES}/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/`,
  },
  lifecycleHooks: {
    title: 'Kubernetes: Container lifecycle hooks',
    url: `${KUBERNETES}/concepts/containers/container-lifecycle-hooks/`,
  },
  dns: {
    title: 'Kubernetes: DNS for Services and Pods',
    url: `${KUBERNETES}/concepts/services-networking/dns-pod-service/#pod-dns-policy`,
  },
  deviceClaims: {
    title: 'Kubernetes: Dynamic resource allocation',
    url: `${KUBERNETES}/concepts/scheduling-eviction/dynamic-resource-allocation/`,
  },
  podResources: {
    title: 'Kubernetes: Assign pod-level CPU and memory resources',
    url: `${KUBERNETES}/tasks/configure-pod-container/assign-pod-level-resources/`,
  },
  envFiles: {
    title: 'KEP-3721: Environment variables from files',
    url: 'https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/3721-support-for-env-files',
  },
  manageResources: {
    title: 'Kubernetes: Resource management for pods and containers',
    url: `${KUBERNETES}/concepts/configuration/manage-resources-containers/`,
  },
  resizeResources: {
    title: 'Kubernetes: Resize CPU and memory of containers',
    url: `${KUBERNETES}/tasks/configure-pod-container/resize-container-resources/`,
  },
  entityExpansion: {
    title: 'CWE-776: Unrestricted recursive expansion ("billion laughs")',
    url: 'https://cwe.mitre.org/data/definitions/776.html',
  },
  yaml: { title: 'YAML 1.1', url: 'https://yaml.org/spec/1.1/' },
  images: { title: 'Kubernetes: Images', url: `${KUBERNETES}/concepts/containers/images/` },
  shareProcessNamespace: {
    title: 'Kubernetes: Share process namespace between containers in a pod',
    url: `${KUBERNETES}/tasks/configure-pod-container/share-process-namespace/`,
  },
  maliciousAdmissionController: {
    title: 'Threat Matrix MS-TA9015: Malicious admission controller',
    url: `${THREAT_MATRIX}/techniques/Malicious%20admission%20controller/`,
  },
  execIntoContainer: {
    title: 'Threat Matrix MS-TA9006: Exec into container',
    url: `${THREAT_MATRIX}/techniques/Exec%20into%20container/`,
  },
  nameSimilarity: {
    title: 'Threat Matrix MS-TA9023: Pod / container name similarity',
    url: `${THREAT_MATRIX}/techniques/Pod%20or%20container%20name%20similarily/`,
  },
  containerServiceAccount: {
    title: 'Threat Matrix MS-TA9016: Access container service account',
    url: `${THREAT_MATRIX}/techniques/Access%20container%20service%20account/`,
  },
  disableAutomount: {
    title: 'Threat Matrix MS-M9025: Disable service account auto mount',
    url: `${THREAT_MATRIX}/mitigations/MS-M9025%20Disable%20Service%20Account%20Auto%20Mount/`,
  },
  rbacGoodPractices: {
    title: 'Kubernetes: RBAC good practices',
    url: `${KUBERNETES}/concepts/security/rbac-good-practices/`,
  },
  serviceAccounts: {
    title: 'Kubernetes: Configure service accounts for pods',
    url: `${KUBERNETES}/tasks/configure-pod-container/configure-service-account/`,
  },
  admissionWebhooks: {
    title: 'Kubernetes: Admission webhook good practices',
    url: `${KUBERNETES}/concepts/cluster-administration/admission-webhooks-good-practices/`,
  },
  ephemeralContainers: {
    title: 'Kubernetes: Ephemeral containers',
    url: `${KUBERNETES}/concepts/workloads/pods/ephemeral-containers/`,
  },
  podNetworking: { title: 'Kubernetes: Pod networking', url: `${KUBERNETES}/concepts/workloads/pods/#pod-networking` },
  emptyDir: { title: 'Kubernetes: emptyDir', url: `${KUBERNETES}/concepts/storage/volumes/#emptydir` },
  limitResources: {
    title: 'Threat Matrix MS-M9029: Set requests and limits for containers',
    url: `${THREAT_MATRIX}/mitigations/MS-M9029%20Set%20requests%20and%20limits%20for%20containers/`,
  },
  securityContext: {
    title: 'Kubernetes: Configure a security context for a pod or container',
    url: `${KUBERNETES}/tasks/configure-pod-container/security-context/`,
  },
  registryFreeze: {
    title: 'Kubernetes: k8s.gcr.io image registry will be frozen',
    url: 'https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/',
  },
  annotations: {
    title: 'Kubernetes: Annotations',
    url: `${KUBERNETES}/concepts/overview/working-with-objects/annotations/`,
  },
  admissionPolicies: {
    title: 'Kubernetes: Validating admission policy',
    url: `${KUBERNETES}/reference/access-authn-authz/validating-admission-policy/`,
  },
} satisfies Record<string, RuleReference>;
