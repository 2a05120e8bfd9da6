import { fullName } from '../admission/admission-pod';
import { imageBasename } from '../image/image-name';
import { isPlaceholder, parseImageReference } from '../image/image-reference';
import type { ContainerFacts } from './pod-facts';
import {
  type AuditSeverity,
  type AuditSubject,
  type GroupFinding,
  inTemplate,
  ordinaryContainers,
  templateName,
} from './subject';

/** Images that differ from those in the manifest or, without a manifest, in the template. */
export function* imageDrifts(subject: AuditSubject): Generator<GroupFinding> {
  for (const container of ordinaryContainers(subject)) {
    const own = subject.declared?.containers.get(container.name);
    const template = inTemplate(subject, container.name);
    const wanted = own?.images ?? (template && !isPlaceholder(template.image) ? [template.image] : []);
    const differences = wanted.map((image) => differenceOf(image, container.image));
    const [first] = differences;
    if (!first || differences.includes(undefined)) continue;
    const isOwn = own !== undefined;
    const source = isOwn ? 'its manifest' : templateName(subject);
    const also = isOwn && template?.image === container.image ? `, like ${templateName(subject)},` : '';
    yield {
      finding: 'image-drift',
      severity: first.severity,
      container: container.name,
      message: `${first.what}: the container "${container.name}" has the image ${container.image}${also} but ${source} declares ${wanted.join(' or ')}. ${isOwn ? 'Apply the manifest, or change it to the intended image.' : `Find out who changed the pod${subject.perhaps()}, and delete it.`}`,
      ...(own && { manifest: own.place }),
    };
  }
}

/** The containers for which it is not known whether they run the declared digest. */
export function untoldDigests(subject: AuditSubject): string[] {
  return ordinaryContainers(subject).flatMap((container) => {
    const wanted = digestOf(container.image);
    const running = imageIdsOf(subject, container).map(({ digest }) => digest);
    if (wanted === undefined || running.length === 0 || running.includes(wanted)) return [];
    return [
      `the image of "${container.name}" is pinned to ${wanted}, but the runtime reports ${running.join(' and ')}, which may be the same image for the platform of the node`,
    ];
  });
}

interface Difference {
  readonly severity: AuditSeverity;
  /** The difference: the beginning of the message. */
  readonly what: string;
}

/** How a running image differs from the declared one; `undefined` if it doesn't. */
function differenceOf(wanted: string, running: string): Difference | undefined {
  if (fullName(wanted) === fullName(running)) return undefined;
  const [want, have] = [wanted, running].map((image) => parseImageReference(fullName(image)));
  if (!want || !have) return { severity: 'warning', what: 'Different image name' };
  if (want.registry !== have.registry || want.repository !== have.repository) {
    const isMirror = imageBasename(wanted) === imageBasename(running);
    return isMirror
      ? { severity: 'warning', what: 'Image from another place' }
      : { severity: 'error', what: 'Different image' };
  }
  if (want.digest !== undefined && have.digest !== undefined && want.digest !== have.digest)
    return { severity: 'error', what: 'Different image digest' };
  if (want.digest !== undefined && have.digest === undefined)
    return { severity: 'warning', what: 'Image is no longer pinned' };
  // The same digest means the same image, whatever the tag is.
  if (want.tag === have.tag || (want.digest !== undefined && want.digest === have.digest)) return undefined;
  if (have.tag === undefined || want.tag === undefined)
    return { severity: 'information', what: 'Image may be different (a tag and a digest cannot be compared)' };
  return { severity: 'warning', what: 'Different image tag' };
}

export function digestOf(image: string): string | undefined {
  const offset = image.lastIndexOf('@');
  return offset === -1 ? undefined : image.slice(offset + 1);
}

/** The image IDs that the runtimes report for a container, and the number of pods for each. */
export function imageIdsOf(
  { group }: AuditSubject,
  { name }: ContainerFacts,
): { digest: string; isOfRepository: boolean; pods: number }[] {
  const images = group.statuses.find((status) => status.name === name)?.images ?? {};
  return Object.entries(images).map(([id, pods]) => {
    // Without a repository, it is the digest of the image's configuration (`sha256:…`), sometimes after `docker://`.
    const digest = digestOf(id);
    return { digest: digest ?? id.replace(/^[\w-]+:\/\//, ''), isOfRepository: digest !== undefined, pods };
  });
}
