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
    subject = { objects, images: pod.images.map(({ image }) => namesOf(image)) };
    KNOWN.set(pod, subject);
  }
  return subject;
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
  if (!name) return { verdict: 'unknown', reason: 'it can not be read as the name of an image' };
  const { repository, tag, digest } = name;
  return { byDigest: `${repository}@${digest ?? UNKNOWN_DIGEST}`, byTag: `${repository}:${tag ?? 'latest'}` };
}
