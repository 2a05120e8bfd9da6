import { regoTokens } from './rego/tokens';

/**
 * The kind of the constraints that this product writes. Templates of Gatekeeper's library check all images of an object
 * when it changes, so that an object that already has a denied image could not be finished or deleted. A template that
 * checks only the new images of a change needs a different kind.
 */
export const OWN_KIND = 'SidecarGuardAllowedImages';

/** The Rego of the template. It compares images as `allowedImages` of the library's K8sAllowedReposv2 does. */
export const OWN_REGO = `package sidecarguardallowedimages

violation[{"msg": msg}] {
  image := images_of(input.review.object)[_]
  not had(image)
  not is_allowed(image)
  msg := sprintf("the image <%v> is not from a place that this constraint allows", [image])
}

# Of containers, and of volumes that are images. Native sidecars are init containers.
images_of(pod) = images {
  lists := {"containers", "initContainers", "ephemeralContainers"}
  in_containers := {image | image := pod.spec[lists[_]][_].image}
  in_volumes := {image | image := pod.spec.volumes[_].image.reference}
  images := in_containers | in_volumes
}

# Before the change; nothing where a pod is created.
had(image) {
  images_of(input.review.oldObject)[image]
}

is_allowed(image) {
  image == input.parameters.allowedImages[_]
  not endswith(image, "*")
}

is_allowed(image) {
  allowed := input.parameters.allowedImages[_]
  endswith(allowed, "*")
  startswith(image, trim_suffix(allowed, "*"))
}
`;

/** Whether the Rego of a template is the one above, except for comments and spaces. */
export function isOwnRego(codes: readonly string[]): boolean {
  const [code, ...libraries] = codes;
  return code !== undefined && libraries.length === 0 && wordsOf(code) === wordsOf(OWN_REGO);
}

/** `undefined` if the code cannot be read. */
function wordsOf(code: string): string | undefined {
  return regoTokens(code)
    ?.map(({ kind, text }) => (kind === 'line' ? '\n' : text))
    .join(' ')
    .replace(/\n[\s]*/g, '\n')
    .trim();
}
