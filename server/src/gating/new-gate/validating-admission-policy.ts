import type { UsedPlace, UsedPlaces } from '../used-places';

/** A ValidatingAdmissionPolicy and its binding. */
export function newAdmissionPolicy(name: string, { places }: UsedPlaces): string {
  const hasRepository = places.some(({ isRepository }) => isRepository);
  const image = hasRepository ? "(image + ':')" : 'image';
  const why = hasRepository
    ? '\n    # The colon is for images without a tag, which end where their repository does.'
    : '';
  return `# Admits images from these places alone. To trust another one, add it to "places", with its closing slash: without it,
# registry.example.com would also be the beginning of registry.example.com.evil.io.
# What runs already goes on, but can't be changed while its images are refused. To see first what that would be, begin with
# validationActions: [Warn, Audit].
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: ${name}
spec:
  # What can't be evaluated is refused.
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
        ${listOf(places)}
    # No kind has all of these fields: the warnings about that in the policy's status mean nothing.
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
    # As the cluster reads them. What has no registry is from Docker Hub: nginx and docker.io/nginx are
    # docker.io/library/nginx, org/app is docker.io/org/app; index.docker.io is docker.io. A registry has a dot, a port or a
    # capital, or is localhost.
    - name: images
      expression: >-
        variables.containers.map(c,
          !c.image.contains('/') ? 'docker.io/library/' + c.image
            : !c.image.matches('^([^/]*[.:A-Z][^/]*|localhost)/') ? 'docker.io/' + c.image
            : c.image.matches('^(index[.])?docker[.]io/[^/]+$') ? 'docker.io/library/' + c.image.split('/')[1]
            : c.image.startsWith('index.docker.io/') ? c.image.substring(6)
            : c.image)
  validations:${why}
    - expression: variables.images.all(image, variables.places.exists(place, ${image}.startsWith(place)))
      messageExpression: >-
        'Images may only come from ' + variables.places.join(', ') + '; these do not: '
          + variables.images.filter(image, !variables.places.exists(place, ${image}.startsWith(place))).join(', ')
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: ${name}
spec:
  policyName: ${name}
  validationActions: [Deny]
  matchResources:
    namespaceSelector:
      matchExpressions:
        # The cluster's own pods have to start whatever happens. No other namespace is left out.
        - key: kubernetes.io/metadata.name
          operator: NotIn
          values: [kube-system]
`;
}

const LONGEST_LINE = 100;

/** On lines of their own where there are many, so that a review shows what was added. */
function listOf(places: readonly UsedPlace[]): string {
  const items = places.flatMap(({ path, isRepository }) =>
    (isRepository ? ['/', ':', '@'] : ['/']).map((end) => `'${path}${end}'`),
  );
  const line = `[${items.join(', ')}]`;
  return line.length <= LONGEST_LINE ? line : `[\n${items.map((item) => `          ${item}`).join(',\n')}\n        ]`;
}
