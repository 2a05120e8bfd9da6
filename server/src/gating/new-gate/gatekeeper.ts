import type { UsedPlaces } from '../used-places';
import { spellingsOf, withoutOwner } from './docker-hub';

/** A constraint of the library's K8sAllowedReposv2, which compares texts: whole, or with what stands before a `*` at their end. */
export function newConstraint(name: string, { places, images }: UsedPlaces): string {
  const patterns = places.flatMap((place) => [
    ...spellingsOf(place, images).flatMap((text) =>
      place.isRepository ? [text, `${text}:*`, `${text}@*`, `${text}/*`] : [`${text}/*`],
    ),
    ...withoutOwner(place, images),
  ]);
  return `# Admits images from these places alone. To trust another one, add it with its closing slash and a "*".
# The template K8sAllowedReposv2 of Gatekeeper's library (general/allowedreposv2) has to be installed.
# Gatekeeper looks at pods here: a Deployment with another image is admitted, but none of its pods. Whether it refuses while
# it doesn't answer is a matter of its installation (validatingWebhookFailurePolicy: Fail), not of constraints.
# To see first what would be refused, begin with enforcementAction: warn.
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sAllowedReposv2
metadata:
  name: ${name}
spec:
  enforcementAction: deny
  match:
    # Gatekeeper's webhook asks about pods that are created or changed, and about the ephemeral containers that they get.
    kinds:
      - apiGroups: [""]
        kinds: [Pod]
    # The cluster's own pods have to start whatever happens. No other namespace is left out.
    excludedNamespaces: [kube-system]
  parameters:
    # Looked for in every list of containers, as the images are written. Those without an owner are listed one by one, since
    # nginx:* would also admit all of a registry at nginx:5000: write docker.io/library/nginx to spare that.
    allowedImages:
${patterns.map((pattern) => `      - ${JSON.stringify(pattern)}\n`).join('')}`;
}
