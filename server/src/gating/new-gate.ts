import { imageRepository } from '../pod/image-name';
import { parseImageReference } from './image-reference';
import { usedPlaces } from './used-places';

/** The engines that a gate can be written for, as users know them. */
export const NEW_GATE_ENGINES = ['ValidatingAdmissionPolicy', 'Kyverno', 'Gatekeeper'] as const;
export type NewGateEngine = (typeof NEW_GATE_ENGINES)[number];

/** Pods of the cluster itself, which have to start before any policy is there. */
const SYSTEM_NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease'];

/**
 * A policy that admits images from the places that some images are from, and no others: in every list of containers, of
 * pods and of what makes pods, when they are created and when they are changed.
 * @returns YAML, or `undefined` where no image tells a place
 */
export function newGate(engine: NewGateEngine, images: readonly string[]): string | undefined {
  const places = usedPlaces(images);
  if (places.length === 0) return undefined;
  const write = { ValidatingAdmissionPolicy: admissionPolicy, Kyverno: kyvernoPolicy, Gatekeeper: constraint }[engine];
  return write(places, images);
}

/** A name for the file of a new gate that no file has. */
export function newGateFileName(isTaken: (name: string) => boolean): string {
  const names = Array.from({ length: 100 }, (_, at) => (at === 0 ? 'image-gate.yaml' : `image-gate-${at + 1}.yaml`));
  return names.find((name) => !isTaken(name)) ?? 'image-gate-new.yaml';
}

function admissionPolicy(places: readonly string[]): string {
  return `# Admits images from these places alone. To trust another one, add it to "places", with its closing slash.
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: image-gate
spec:
  failurePolicy: Fail
  matchConstraints:
    # Pods, and what makes pods: a Deployment is refused when it is applied, not only its pods later.
    resourceRules:
      - apiGroups: [""]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [pods, pods/ephemeralcontainers, replicationcontrollers]
      - apiGroups: [apps]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [deployments, replicasets, statefulsets, daemonsets]
      - apiGroups: [batch]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [jobs, cronjobs]
  variables:
    - name: places
      expression: >-
        [${places.map((place) => `'${place}/'`).join(', ')}]
    - name: podSpec
      expression: >-
        object.kind == 'Pod' ? object.spec
          : object.kind == 'CronJob' ? object.spec.jobTemplate.spec.template.spec
          : object.spec.template.spec
    # Native sidecars are init containers; kubectl debug adds ephemeral ones.
    - name: containers
      expression: >-
        variables.podSpec.containers
          + (has(variables.podSpec.initContainers) ? variables.podSpec.initContainers : [])
          + (has(variables.podSpec.ephemeralContainers) ? variables.podSpec.ephemeralContainers : [])
    # What has no registry is from Docker Hub: nginx is docker.io/library/nginx.
    - name: images
      expression: >-
        variables.containers.map(c,
          c.image.matches('^([^/]*[.:][^/]*|localhost)/') ? c.image
            : 'docker.io/' + (c.image.contains('/') ? '' : 'library/') + c.image)
  validations:
    - expression: variables.images.all(image, variables.places.exists(place, image.startsWith(place)))
      messageExpression: >-
        'Images may only come from ' + variables.places.join(', ') + '; these do not: '
          + variables.images.filter(image, !variables.places.exists(place, image.startsWith(place))).join(', ')
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: image-gate
spec:
  policyName: image-gate
  validationActions: [Deny]
  matchResources:
    namespaceSelector:
      matchExpressions:
        # The cluster's own pods have to start whatever happens.
        - key: kubernetes.io/metadata.name
          operator: NotIn
          values: [${SYSTEM_NAMESPACES.join(', ')}]
`;
}

function kyvernoPolicy(places: readonly string[]): string {
  const pattern = places.flatMap(kyvernoPatterns).join(' | ');
  return `# Admits images from these places alone. To trust another one, add it behind a "|", with its closing slash.
# Kyverno makes the same rule for Deployments and whatever else makes pods.
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: image-gate
spec:
  background: true
  rules:
    - name: allowed-places
      match:
        any:
          - resources:
              kinds: [Pod]
              operations: [CREATE, UPDATE]
      exclude:
        any:
          # The cluster's own pods have to start whatever happens.
          - resources:
              namespaces: [${SYSTEM_NAMESPACES.join(', ')}]
      validate:
        failureAction: Enforce
        message: Images may only come from ${places.join(', ')}.
        pattern:
          spec:
            # Native sidecars are init containers; kubectl debug adds ephemeral ones.
            =(ephemeralContainers):
              - image: ${JSON.stringify(pattern)}
            =(initContainers):
              - image: ${JSON.stringify(pattern)}
            containers:
              - image: ${JSON.stringify(pattern)}
`;
}

/** Kyverno compares images as they are written, and Docker Hub's need not be named. */
function kyvernoPatterns(place: string): string[] {
  const [host, owner] = place.split('/');
  if (host !== 'docker.io' || owner === undefined) return [`${place}/*`];
  return [`${place}/*`, `${owner}/*`, ...(owner === 'library' ? ['!*/*'] : [])];
}

function constraint(places: readonly string[], images: readonly string[]): string {
  const patterns = [...places.map((place) => `${place}/*`), ...shortNames(images)];
  return `# Admits images from these places alone. To trust another one, add it with its closing slash and a "*".
# The template K8sAllowedReposv2 of Gatekeeper's library has to be installed.
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sAllowedReposv2
metadata:
  name: image-gate
spec:
  enforcementAction: deny
  match:
    kinds:
      - apiGroups: [""]
        kinds: [Pod]
    # The cluster's own pods have to start whatever happens.
    excludedNamespaces: [${SYSTEM_NAMESPACES.join(', ')}]
  parameters:
    # Looked for in every list of containers, as the images are written: those of Docker Hub need not name it.
    allowedImages:
${patterns.map((pattern) => `      - ${JSON.stringify(pattern)}\n`).join('')}`;
}

/** The images that are written without a registry, with any tag or digest: Gatekeeper doesn't write out what is implied. */
function shortNames(images: readonly string[]): string[] {
  const names = images.flatMap((image) => {
    const reference = parseImageReference(image);
    return reference && reference.registry === undefined ? [imageRepository(image)] : [];
  });
  return [...new Set(names)].sort().flatMap((name) => [name, `${name}:*`, `${name}@*`]);
}
