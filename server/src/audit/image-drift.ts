import { isPlaceholder } from '../image/image-reference';
import { own } from '../text/own';
import { imageDifference } from './image-difference';
import type { ContainerFacts } from './pod-facts';
import { type AuditSubject, type GroupFinding, inTemplate, ordinaryContainers, templateName } from './subject';

/** Images that differ from those in the manifest or, without a manifest, in the template. */
export function* imageDrifts(subject: AuditSubject): Generator<GroupFinding> {
  for (const container of ordinaryContainers(subject)) {
    const manifest = subject.declared?.containers.get(container.name);
    const template = inTemplate(subject, container.name);
    const wanted = manifest?.images ?? (template && !isPlaceholder(template.image) ? [template.image] : []);
    const differences = wanted.map((image) => imageDifference(image, container.image));
    const [first] = differences;
    if (!first || differences.includes(undefined)) continue;
    const isOwn = manifest !== undefined;
    const source = isOwn ? 'its manifest' : templateName(subject);
    const also = isOwn && template?.image === container.image ? `, like ${templateName(subject)},` : '';
    yield {
      finding: 'image-drift',
      severity: first.severity,
      container: container.name,
      message: `${first.what}: the container "${container.name}" has the image ${container.image}${also} but ${source} declares ${wanted.join(' or ')}. ${remedy(container, subject)}`,
      ...(manifest && { manifest: manifest.place }),
    };
  }
}

/** What makes the pod run the declared image again. Applying a manifest changes nothing that was done to a pod itself. */
function remedy({ name, image }: ContainerFacts, subject: AuditSubject): string {
  const { group, declared, template } = subject;
  const isInTemplate = template && inTemplate(subject, name)?.image === image;
  const intend = 'Apply the manifest, or change it to the intended image.';
  if (declared?.containers.has(name) && (isInTemplate || group.template.from === 'itself')) return intend;
  if (declared?.containers.has(name) && !template)
    return `${intend} If the pod keeps its image, it was changed in the pod itself: then delete the pod, and find out who changed it.`;
  const client = own(group.imageChangedBy, name);
  return client === undefined
    ? `It was changed in the pod or when the pod was created, so applying the manifest changes nothing. Find out who changed it${subject.perhaps()}, and delete the pod.`
    : `It was changed in the pod itself by the client "${client}", so applying the manifest changes nothing. Find out in the audit log of the API server who used this client, and delete the pod.`;
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
