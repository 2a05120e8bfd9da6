import { spellingsOf, withoutOwner } from '../../../image/docker-hub';
import type { UsedPlaces } from '../../../image/used-places';
import { OWN_KIND, OWN_REGO } from './own-template';

/** A constraint with its template. It compares whole texts, or the text before a `*` at the end. */
export function newConstraint(name: string, { places, images }: UsedPlaces): string {
  const patterns = places.flatMap((place) => [
    ...spellingsOf(place, images).flatMap((text) =>
      place.isRepository ? [text, `${text}:*`, `${text}@*`, `${text}/*`] : [`${text}/*`],
    ),
    ...withoutOwner(place, images),
  ]);
  return `# This policy admits images only from these places. To trust another place, add it with a slash and a "*" at its end.
# When a pod changes, the policy checks only its new images. A pod that already has a denied image keeps running: you can
# label, complete and delete it.
# Apply this file twice: the first time creates the kind ${OWN_KIND}, the second time creates the constraint.
# This constraint checks pods: a Deployment with a denied image is admitted, but its pods are refused. The installation of
# Gatekeeper decides whether pods are refused while Gatekeeper does not answer (validatingWebhookFailurePolicy: Fail).
# To test the policy before you enforce it, set enforcementAction: warn.
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata:
  # This must be the kind below in lower case.
  name: ${OWN_KIND.toLowerCase()}
spec:
  crd:
    spec:
      names:
        kind: ${OWN_KIND}
      validation:
        openAPIV3Schema:
          type: object
          properties:
            allowedImages:
              description: Images, and prefixes of images with a "*" at the end.
              type: array
              items:
                type: string
  targets:
    - target: admission.k8s.gatekeeper.sh
      rego: |
        ${OWN_REGO.trimEnd().replaceAll('\n', '\n        ').replaceAll(/^ +$/gm, '')}
---
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: ${OWN_KIND}
metadata:
  name: ${name}
spec:
  enforcementAction: deny
  match:
    # The webhook of Gatekeeper checks new and changed pods, and the ephemeral containers that are added to them.
    kinds:
      - apiGroups: [""]
        kinds: [Pod]
    # The pods of the cluster itself must always start. No other namespace is exempt.
    excludedNamespaces: [kube-system]
  parameters:
    # Gatekeeper compares images as they are written. Each image without an owner has its own entry, because nginx:* would
    # also admit every image of a registry at nginx:5000. With docker.io/library/nginx in manifests, no such entry is needed.
    allowedImages:
${patterns.map((pattern) => `      - ${JSON.stringify(pattern)}\n`).join('')}`;
}
