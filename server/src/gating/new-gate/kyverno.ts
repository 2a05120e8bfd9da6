import { LIBRARY, type UsedPlace, type UsedPlaces } from '../used-places';
import { hubNames, spellingsOf } from './docker-hub';

/** A ClusterPolicy with a pattern, which Kyverno compares with images as they are written. */
export function newClusterPolicy(name: string, { places, images }: UsedPlaces): string {
  const patterns = places.flatMap((place) => patternsOf(place, images));
  return `# Admits images from these places alone. To trust another one, add it to the list of "&places", with its closing slash:
# without it, registry.example.com would also be the beginning of registry.example.com.evil.io.
# Kyverno makes the same rule for Deployments and whatever else makes pods.
# To see first what would be refused, begin with Audit in place of Enforce, at both places.
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: ${name}
spec:
  # Before 1.13, Kyverno only knows this word, and would do nothing but report without it.
  validationFailureAction: Enforce
  # While Kyverno doesn't answer, nothing is admitted.
  failurePolicy: Fail
  background: true
  rules:
    - name: allowed-places
      match:
        any:
          # With a pod's ephemeral containers, which kubectl debug adds.
          - resources:
              kinds: [Pod]
              operations: [CREATE, UPDATE]
      exclude:
        any:
          # The cluster's own pods have to start whatever happens. Unless it is configured otherwise, Kyverno also leaves
          # out its own namespace, kube-public and kube-node-lease.
          - resources:
              namespaces: [kube-system]
      validate:
        failureAction: Enforce
        # Otherwise what has one foreign image could be given another one.
        allowExistingViolations: false
        message: Images may only come from ${places.map(({ path }) => path).join(', ')}.
        pattern:
          spec:
            containers:
              # As images are written: those of Docker Hub need not name it.
              - image: &places >-
                  ${patterns.join(' |\n                  ')}
            # Native sidecars are init containers.
            =(initContainers):
              - image: *places
            =(ephemeralContainers):
              - image: *places
`;
}

function patternsOf(place: UsedPlace, images: readonly string[]): string[] {
  const { path, isRepository } = place;
  return [
    ...spellingsOf(place, images).flatMap((text) => (isRepository ? [...itself(text), `${text}/*`] : [`${text}/*`])),
    ...(path === LIBRARY ? anyWithoutOwner(images) : []),
    ...(isRepository && path.startsWith(`${LIBRARY}/`) ? oneWithoutOwner(path.slice(LIBRARY.length + 1), images) : []),
  ];
}

function itself(text: string): string[] {
  return [text, `${text}:*`, `${text}@*`];
}

/** nginx and docker.io/nginx, which have no owner that a slash would stand behind. */
function anyWithoutOwner(images: readonly string[]): string[] {
  return ['!*/*', ...hubNames(images).map((hub) => `${hub}/* & !${hub}/*/*`)];
}

/** Without the slash, since `nginx:*` would also be the beginning of a registry at nginx:5000. */
function oneWithoutOwner(name: string, images: readonly string[]): string[] {
  if (name.includes('/')) return [];
  const bare = itself(name).map((text) => (text.endsWith('*') ? `${text} & !*/*` : text));
  return [...bare, ...hubNames(images).flatMap((hub) => itself(`${hub}/${name}`))];
}
