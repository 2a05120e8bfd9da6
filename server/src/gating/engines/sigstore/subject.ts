import type { ImageDecision } from '../../gate';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import { UNKNOWN_DIGIT } from '../../glob';
import { goNameOf } from '../../go-name';

/** A pod as policy-controller sees it. */
export interface Subject {
  /** The objects that it is asked about, the pod last. */
  readonly objects: readonly AdmittedObject[];
  /** For each image what it is compared by, or why it isn't. */
  readonly images: readonly (ImageNames | ImageDecision)[];
  /** Whether it is refused, whatever the policies say, because of an image that can't be read. */
  readonly isRefused: boolean;
}

/** An image's names as globs are compared with them. */
export interface ImageNames {
  readonly byDigest: string;
  readonly byTag: string;
}

const KNOWN = new WeakMap<GatedPod, Subject>();

/** Made once for a pod: every policy asks for it. */
export function subjectOf(pod: GatedPod): Subject {
  let subject = KNOWN.get(pod);
  if (!subject) {
    const objects = pod.objects.filter(({ kind, group }) => Object.hasOwn(KINDS, kind) && KINDS[kind] === group);
    const images = pod.images.map(({ image }) => namesOf(image));
    subject = { objects, images, isRefused: images.some(isRefusal) };
    KNOWN.set(pod, subject);
  }
  return subject;
}

/** Whether policy-controller refuses an image before it asks any policy. */
export function isRefusal(image: ImageNames | ImageDecision): image is ImageDecision {
  return 'verdict' in image && image.verdict === 'rejects';
}

/** The kinds that policy-controller looks into, with their groups (policy-controller, webhook `types`). */
const KINDS: Readonly<Record<string, string>> = {
  Pod: '',
  ReplicaSet: 'apps',
  Deployment: 'apps',
  StatefulSet: 'apps',
  DaemonSet: 'apps',
  Job: 'batch',
  CronJob: 'batch',
};

const UNKNOWN_DIGEST = `sha256:${UNKNOWN_DIGIT.repeat(64)}`;

function namesOf(image: string | undefined): ImageNames | ImageDecision {
  if (image === undefined) return { verdict: 'unknown', reason: 'the image is still to be filled in' };
  const name = goNameOf(image);
  // What it can't parse it refuses (policy-controller, validation of pod specs).
  if ('problem' in name) return { verdict: 'rejects', reason: `policy-controller ${name.problem}` };
  const { repository, tag, digest } = name;
  return { byDigest: `${repository}@${digest ?? UNKNOWN_DIGEST}`, byTag: `${repository}:${tag ?? 'latest'}` };
}
