import type { AddedImage, AdmissionPod } from '../admission/admission-pod';
import type { GateDecision, ImageDecision } from './gate';

type Decide = (pod: AdmissionPod) => GateDecision;

/**
 * The decision on a pod to which policies add containers first: the API server refuses it with one of them, so that none
 * of its images is admitted.
 */
export function withAdded(own: GateDecision, pod: AdmissionPod, decide: Decide): GateDecision {
  const { added } = pod;
  if (!added) return own;
  const after = decide(added.pod);
  const count = pod.images.length;
  const additions = added.containers.map((container, index) => ({ container, made: after.images[count + index] }));
  const refused = additions.find(({ made, container }) => made?.verdict === 'rejects' && container.isCertain);
  if (refused && after.applies === 'yes') return { ...after, images: ofAll(after, count, 'rejects', refused) };
  const doubtful = additions.find(({ made }) => made?.verdict === 'rejects' || made?.verdict === 'unknown');
  if (doubtful && own.applies !== 'no') return { ...own, images: ofAll(own, count, 'unknown', doubtful) };
  const isSure = added.containers.every(({ isCertain }) => isCertain);
  return isSure && after.applies === 'yes' ? { ...after, images: after.images.slice(0, count) } : own;
}

interface Addition {
  readonly container: AddedImage;
  readonly made: ImageDecision | undefined;
}

/** The images that are denied for themselves keep their reason. */
function ofAll(
  { images }: GateDecision,
  count: number,
  verdict: 'rejects' | 'unknown',
  { container: { by, image, isCertain }, made }: Addition,
): readonly ImageDecision[] {
  const isRefused = isCertain && verdict === 'rejects';
  const cause = {
    kind: 'adds-container',
    by,
    container: image.container,
    image: image.image,
    isCertain: isRefused,
  } as const;
  const decision: ImageDecision = { verdict, cause, ...(made?.at && { at: made.at }) };
  return images.slice(0, count).map((one) => (one.verdict === 'rejects' ? one : decision));
}
