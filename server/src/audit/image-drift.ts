import { fullName } from '../gating/gated-pod';
import { isPlaceholder, parseImageReference } from '../gating/image-reference';
import { imageBasename } from '../pod/image-name';
import type { ContainerFacts } from './pod-facts';
import {
  type AuditSeverity,
  type GroupFinding,
  inTemplate,
  ordinaryContainers,
  type Subject,
  templateName,
} from './subject';

/** Images that are not those of the manifest or, without one, of the template. */
export function* imageDrifts(subject: Subject): Generator<GroupFinding> {
  for (const container of ordinaryContainers(subject)) {
    const own = subject.declared?.containers.get(container.name);
    const template = inTemplate(subject, container.name);
    const wanted = own?.images ?? (template && !isPlaceholder(template.image) ? [template.image] : []);
    const differences = wanted.map((image) => differenceOf(image, container.image));
    const [first] = differences;
    if (!first || differences.includes(undefined)) continue;
    const isOwn = own !== undefined;
    const says = isOwn ? 'its manifest says' : `${templateName(subject)} says`;
    const also =
      isOwn && template?.image === container.image ? `, as ${templateName(subject)} in the cluster does` : '';
    yield {
      finding: 'image-drift',
      severity: first.severity,
      container: container.name,
      message: `The container "${container.name}" has the image ${container.image}${also}, while ${says} ${wanted.join(' or ')}: ${first.what}. ${isOwn ? 'Apply the manifest, or write into it what is meant to run' : 'The image was changed in the pod itself or on the way to it; delete the pod, and find out who did that'}${isOwn ? '' : subject.perhaps()}.`,
      ...(own && { manifest: own.place }),
    };
  }
}

/** The containers of which can't be told whether the digest that is wanted runs: sentences without a subject. */
export function untoldDigests(subject: Subject): string[] {
  return ordinaryContainers(subject).flatMap((container) => {
    const wanted = digestOf(container.image);
    const running = imageIdsOf(subject, container).map(({ digest }) => digest);
    if (wanted === undefined || running.length === 0 || running.includes(wanted)) return [];
    return [
      `the image of "${container.name}" is pinned to ${wanted}, and its runtime names what runs ${running.join(' and ')}: that may be its part for the node's platform`,
    ];
  });
}

interface Difference {
  readonly severity: AuditSeverity;
  readonly what: string;
}

/** How a running image differs from the wanted one; `undefined` where it doesn't. */
function differenceOf(wanted: string, running: string): Difference | undefined {
  if (fullName(wanted) === fullName(running)) return undefined;
  const [want, have] = [wanted, running].map((image) => parseImageReference(fullName(image)));
  if (!want || !have) return { severity: 'warning', what: 'another text' };
  if (want.registry !== have.registry || want.repository !== have.repository) {
    const isMirror = imageBasename(wanted) === imageBasename(running);
    return isMirror
      ? { severity: 'warning', what: 'it comes from elsewhere' }
      : { severity: 'error', what: 'it is another image' };
  }
  if (want.digest !== undefined && have.digest !== undefined && want.digest !== have.digest)
    return { severity: 'error', what: 'it is another digest' };
  if (want.digest !== undefined && have.digest === undefined)
    return { severity: 'warning', what: 'it is not pinned any more' };
  // A digest beside the same tag says the same, more exactly.
  if (want.tag === have.tag || (want.digest !== undefined && want.digest === have.digest)) return undefined;
  if (have.tag === undefined || want.tag === undefined)
    return { severity: 'information', what: 'whether the tag has this digest can not be told from here' };
  return { severity: 'warning', what: 'it is another tag' };
}

export function digestOf(image: string): string | undefined {
  const at = image.lastIndexOf('@');
  return at === -1 ? undefined : image.slice(at + 1);
}

/** What the runtimes of the nodes call the image of a container, and in how many pods. */
export function imageIdsOf(
  { group }: Subject,
  { name }: ContainerFacts,
): { digest: string; isOfRepository: boolean; pods: number }[] {
  const images = group.statuses.find((status) => status.name === name)?.images ?? {};
  return Object.entries(images).map(([id, pods]) => {
    // Without a repository it is the image's own configuration (`sha256:…`), with `docker://` before it at times.
    const digest = digestOf(id);
    return { digest: digest ?? id.replace(/^[\w-]+:\/\//, ''), isOfRepository: digest !== undefined, pods };
  });
}
