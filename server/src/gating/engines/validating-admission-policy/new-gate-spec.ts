import type { UsedPlace, UsedPlaces } from '../../../image/used-places';

/**
 * The spec of a policy with CEL expressions that admits images from some places only, as lines of YAML.
 * @param constraints more lines of its `matchConstraints`
 */
export function newGateSpec(name: string, { places }: UsedPlaces, constraints = ''): string {
  const isRefused = 'filter(image, !variables.places.exists(place, image.startsWith(place)))';
  const hasRepository = places.some(({ isRepository }) => isRepository);
  const refused = hasRepository
    ? `map(image, image + ':').${isRefused}\n          .map(image, image.substring(0, image.size() - 1))`
    : isRefused;
  const why = hasRepository
    ? '\n    # The colon is for images without a tag, which end with the name of their repository.'
    : '';
  const allowed =
    places.length > MOST_NAMED ? '' : `\n          + '; images may only come from ' + variables.places.join(', ')`;
  return `  # If the policy cannot be evaluated, the request is refused.
  failurePolicy: Fail
  matchConstraints:
${constraints}    # Pods and the workloads that create pods: a Deployment is refused when you apply it, not only its pods later.
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
    # The new pod and, when an object changes, the pod from before the change.
    - name: pods
      expression: >-
        (request.operation == 'UPDATE' ? [object, oldObject] : [object]).map(o,
          object.kind == 'Pod' ? o.spec
            : object.kind == 'CronJob' ? o.spec.jobTemplate.spec.template.spec
            : o.spec.template.spec)
    # The images of containers and of image volumes. Native sidecars are init containers. kubectl debug adds ephemeral
    # containers.
    - name: images
      expression: >-
        variables.pods.map(pod,
          (pod.containers
            + (has(pod.initContainers) ? pod.initContainers : [])
            + (has(pod.ephemeralContainers) ? pod.ephemeralContainers : [])).map(c, c.image)
          + (has(pod.volumes) ? pod.volumes : [])
            .filter(v, has(v.image) && has(v.image.reference)).map(v, v.image.reference))
    # Images that the object already had are not checked. Otherwise controllers could not complete, scale or delete it.
    - name: newImages
      expression: >-
        variables.images[0].filter(image, variables.images.size() == 1 || !(image in variables.images[1]))
    # The full names of the images. An image without a registry is from Docker Hub: nginx and docker.io/nginx are
    # docker.io/library/nginx, org/app is docker.io/org/app; index.docker.io is docker.io. A registry has a dot, a port or a
    # capital letter, or is localhost.
    - name: fullNames
      expression: >-
        variables.newImages.map(image,
          !image.contains('/') ? 'docker.io/library/' + image
            : !image.matches('^([^/]*[.:A-Z][^/]*|localhost)/') ? 'docker.io/' + image
            : image.matches('^(index[.])?docker[.]io/[^/]+$') ? 'docker.io/library/' + image.substring(image.indexOf('/') + 1)
            : image.startsWith('index.docker.io/') ? image.substring(6)
            : image)${why}
    - name: refused
      expression: >-
        variables.fullNames.${refused}
  validations:
    - expression: variables.refused.size() == 0
      message: An image is not from a place that the policy "${name}" allows.
      messageExpression: >-
        'These images are not from a place that the policy allows: ' + variables.refused.join(', ')${allowed}
`;
}

/** The API server drops a message of more than 5 KiB. */
const MOST_NAMED = 20;

const LONGEST_LINE = 100;

/** If there are many places, each is on its own line, so that a review shows a new place. */
function listOf(places: readonly UsedPlace[]): string {
  const items = places.flatMap(({ path, isRepository }) =>
    (isRepository ? ['/', ':', '@'] : ['/']).map((end) => `'${path}${end}'`),
  );
  const line = `[${items.join(', ')}]`;
  return line.length <= LONGEST_LINE ? line : `[\n${items.map((item) => `          ${item}`).join(',\n')}\n        ]`;
}
