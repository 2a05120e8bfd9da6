import { hubNames, spellingsOf } from '../../../image/docker-hub';
import { LIBRARY, type UsedPlace, type UsedPlaces } from '../../../image/used-places';

const [CONTAINERS, VOLUMES] = ['spec.[containers, initContainers, ephemeralContainers][]', 'spec.volumes[].image'];

/**
 * An expression for whether an image existed before. It compares texts, because operators such as AnyNotIn would read a
 * `*` in an image as a wildcard.
 */
function wasThere(list: string, field: string): string {
  return `{{ contains(request.oldObject.${list}.${field} || \`[]\`, element.${field} || '') }}`;
}

/** A ClusterPolicy with a pattern. Kyverno compares the pattern with images as written. */
export function newClusterPolicy(name: string, { places, images }: UsedPlaces): string {
  const patterns = places.flatMap((place) => patternsOf(place, images));
  return `# This policy admits images only from these places. To trust another place, add it to the list "&places" with a slash at its
# end: without the slash, registry.example.com would also match registry.example.com.evil.io.
# When an object changes, the policy checks only its new images. An object that already has a denied image keeps running: you
# can label, scale, complete and delete it. A new pod with that image is refused.
# Kyverno creates the same rule for Deployments and the other workloads that create pods.
# To test the policy before you enforce it, replace Enforce with Audit in both fields.
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: ${name}
spec:
  # Kyverno before 1.13 knows only this field, and would only report without it.
  validationFailureAction: Enforce
  # While Kyverno does not answer, pods are refused.
  failurePolicy: Fail
  background: true
  rules:
    - name: allowed-places
      match:
        any:
          # This includes the ephemeral containers that kubectl debug adds to a pod.
          - resources:
              kinds: [Pod]
              operations: [CREATE, UPDATE]
      exclude:
        any:
          # The pods of the cluster itself must always start. By default, Kyverno also does not check its own namespace,
          # kube-public and kube-node-lease.
          - resources:
              namespaces: [kube-system]
      validate:
        failureAction: Enforce
        # Otherwise an object that has one denied image could get another one.
        allowExistingViolations: false
        message: Images may only come from ${places.map(({ path }) => path).join(', ')}.
        foreach:
          # Native sidecars are init containers.
          - list: request.object.${CONTAINERS}
            # Images that the object already had are not checked. Otherwise controllers could not complete, scale or
            # delete it.
            preconditions:
              all:
                - key: "${wasThere(CONTAINERS, 'image')}"
                  operator: Equals
                  value: false
            pattern:
              # Kyverno compares images as they are written, and an image of Docker Hub can be without a registry.
              image: &places >-
                ${patterns.join(' |\n                ')}
          # A volume can also be an image.
          - list: request.object.${VOLUMES} || \`[]\`
            preconditions:
              all:
                - key: "${wasThere(VOLUMES, 'reference')}"
                  operator: Equals
                  value: false
            pattern:
              reference: *places
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

/** The images without an owner, such as nginx and docker.io/nginx, for which no prefix with a slash exists. */
function anyWithoutOwner(images: readonly string[]): string[] {
  return ['!*/*', ...hubNames(images).map((hub) => `${hub}/* & !${hub}/*/*`)];
}

/** Images with a slash are excluded, because `nginx:*` would also match a registry at nginx:5000. */
function oneWithoutOwner(name: string, images: readonly string[]): string[] {
  if (name.includes('/')) return [];
  const bare = itself(name).map((text) => (text.endsWith('*') ? `${text} & !*/*` : text));
  return [...bare, ...hubNames(images).flatMap((hub) => itself(`${hub}/${name}`))];
}
