const SHOP = 'registry.example.com/team/shop';
const PROXY = 'docker.io/istio/proxyv2:1.27.0';
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount';

/** A pod as an API server gives it, with all that isn't of interest: one of a Deployment in a mesh. */
export function podAt(deployment: number, replica: number, isInfected: boolean): object {
  const token = `kube-api-access-${(deployment * 31 + replica).toString(36)}`;
  const own = [shop(deployment, token), ...(isInfected ? [miner(token)] : [])];
  const ip = `10.${deployment % 250}.${replica}.7`;
  return {
    metadata: {
      name: `${nameOf(deployment)}-${replica}`,
      generateName: `${nameOf(deployment)}-`,
      namespace: `team-${deployment % 40}`,
      uid: `00000000-0000-0000-0000-${String(deployment * 100 + replica).padStart(12, '0')}`,
      resourceVersion: String(1_000_000 + deployment * 100 + replica),
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: { app: `shop-${deployment}`, 'pod-template-hash': '7f', 'sidecar.istio.io/inject': 'true' },
      annotations: {
        'cni.projectcalico.org/podIP': `${ip}/32`,
        'sidecar.istio.io/status': JSON.stringify({
          initContainers: ['istio-proxy'],
          volumes: Array(20).fill('istio'),
        }),
      },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: nameOf(deployment), controller: true }],
      managedFields: ['kube-controller-manager', 'kubelet'].map((manager) => ({
        manager,
        operation: 'Update',
        apiVersion: 'v1',
        fieldsType: 'FieldsV1',
        fieldsV1: Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`f:field-${index}`, { '.': {} }])),
      })),
    },
    spec: {
      nodeName: `node-${replica}`,
      serviceAccountName: 'shop',
      serviceAccount: 'shop',
      initContainers: [{ ...container('istio-proxy', PROXY, token), restartPolicy: 'Always' }],
      containers: own,
      volumes: [
        { name: token, projected: { defaultMode: 420, sources: [{ serviceAccountToken: { path: 'token' } }] } },
      ],
      tolerations: ['not-ready', 'unreachable'].map((key) => ({
        key: `node.kubernetes.io/${key}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      })),
    },
    status: {
      phase: 'Running',
      podIP: ip,
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
        type,
        status: 'True',
        lastProbeTime: null,
        lastTransitionTime: '2026-01-01T00:00:00Z',
      })),
      initContainerStatuses: [statusOf('istio-proxy', PROXY)],
      containerStatuses: own.map(({ name, image }) => statusOf(name, image)),
    },
  };
}

/** The newest ReplicaSet of a Deployment has the pods; the others are of before. */
export function replicaSetAt(deployment: number, age: number): object {
  return {
    metadata: {
      name: age === 0 ? nameOf(deployment) : `shop-${deployment}-old${age}`,
      namespace: `team-${deployment % 40}`,
      annotations: { 'deployment.kubernetes.io/revision': String(3 - age) },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: `shop-${deployment}`, controller: true }],
    },
    spec: { template: templateOf(deployment) },
  };
}

export function deploymentAt(deployment: number): object {
  return {
    metadata: { name: `shop-${deployment}`, namespace: `team-${deployment % 40}` },
    spec: { template: templateOf(deployment) },
  };
}

function templateOf(deployment: number): object {
  return { spec: { serviceAccountName: 'shop', containers: [shop(deployment, undefined)] } };
}

function nameOf(deployment: number): string {
  return `shop-${deployment}-7f`;
}

function shop(deployment: number, token: string | undefined) {
  return container('shop', `${SHOP}:1.${deployment}`, token);
}

function miner(token: string) {
  return container('miner', 'docker.io/evil/miner:1', token);
}

function container(name: string, image: string, token: string | undefined) {
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    env: Array.from({ length: 12 }, (_, index) => ({
      name: `SETTING_${index}`,
      value: `the value of the setting ${index}`,
    })),
    resources: { limits: { cpu: '1', memory: '512Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
    readinessProbe: { httpGet: { path: '/ready', port: 8080, scheme: 'HTTP' }, timeoutSeconds: 1, periodSeconds: 10 },
    securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...(token !== undefined && { volumeMounts: [{ name: token, mountPath: TOKEN, readOnly: true }] }),
  };
}

function statusOf(name: string, image: string): object {
  return {
    name,
    image,
    imageID: `${image.split(':')[0]}@${DIGEST}`,
    containerID: `containerd://${'fedcba9876543210'.repeat(4)}`,
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
    lastState: {},
  };
}
