import type { AdmissionObject, AdmissionPod } from '../../../admission/admission-pod';
import { sharedBy } from '../../../cause/shared';
import { UNKNOWN_DIGIT } from '../../../image/glob';
import { goNameOf } from '../../../image/go-name';
import { own } from '../../../text/own';
import { type ImageDecision, NOT_FILLED_IN, VOLUMES_SKIPPED } from '../../gate';

/** A pod as policy-controller sees it. */
export interface PolicySubject {
  /** The objects that the API server asks it about, the pod last. */
  readonly objects: readonly AdmissionObject[];
  /** For each image, the names for comparisons, or the decision if the image isn't compared. */
  readonly images: readonly (ImageNames | ImageDecision)[];
  /** Whether it denies the pod because of an image that cannot be parsed, whatever the policies say. */
  readonly isRefused: boolean;
}

/** The names of an image that globs are compared with. */
export interface ImageNames {
  readonly byDigest: string;
  readonly byTag: string;
}

const KNOWN = new WeakMap<AdmissionPod, PolicySubject>();

/** Computed once for each pod, because every policy needs it. */
export function toPolicySubject(pod: AdmissionPod): PolicySubject {
  let subject = KNOWN.get(pod);
  if (!subject) {
    const objects = pod.objects.filter(({ kind, group }) => own(KINDS, kind) === group);
    const images = pod.images.map(({ image, list }) => (list === 'volumes' ? VOLUMES_SKIPPED : namesOf(image)));
    subject = { objects, images, isRefused: images.some(isRefusal) };
    KNOWN.set(pod, subject);
  }
  return subject;
}

/** Whether policy-controller denies an image before it evaluates any policy. */
export function isRefusal(image: ImageNames | ImageDecision): image is ImageDecision {
  return 'verdict' in image && image.verdict === 'rejects';
}

/** The kinds that policy-controller checks, with their groups (policy-controller, webhook `types`). */
const KINDS: Readonly<Record<string, string>> = {
  Pod: '',
  ReplicaSet: 'apps',
  Deployment: 'apps',
  StatefulSet: 'apps',
  DaemonSet: 'apps',
  Job: 'batch',
  CronJob: 'batch',
};

const refusal = sharedBy((problem: string): ImageDecision => {
  return { verdict: 'rejects', cause: { kind: 'engine-refuses', engine: 'policy-controller', problem } };
});
const UNKNOWN_DIGEST = `sha256:${UNKNOWN_DIGIT.repeat(64)}`;

function namesOf(image: string | undefined): ImageNames | ImageDecision {
  if (image === undefined) return NOT_FILLED_IN;
  const name = goNameOf(image);
  // policy-controller denies an image that it cannot parse (policy-controller, validation of pod specs).
  if ('problem' in name) return refusal(name.problem);
  const { repository, tag, digest } = name;
  return { byDigest: `${repository}@${digest ?? UNKNOWN_DIGEST}`, byTag: `${repository}:${tag ?? 'latest'}` };
}
