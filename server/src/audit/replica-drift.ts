import { digestOf, imageIdsOf } from './image-drift';
import { type AuditSubject, type GroupFinding, ordinaryContainers, sentenceList } from './subject';

interface Running {
  readonly container: string;
  readonly image: string;
  /** The number of pods for each digest of the repository. */
  readonly digests: Map<string, number>;
  /** The same for runtimes that report the digest of the image's configuration, which is a different one. */
  readonly configurations: Map<string, number>;
}

/** Replicas of one workload that run different images with the same tag, because the tag was moved. */
export function* replicaDrifts(subjects: readonly AuditSubject[]): Generator<GroupFinding> {
  for (const { container, image, digests, configurations } of runningImages(subjects)) {
    const different = digests.size > 0 ? digests : configurations;
    if (different.size < 2) continue;
    const counts = [...different]
      .sort(([, a], [, b]) => b - a)
      .map(([digest, pods]) => `${digest} in ${pods} ${pods === 1 ? 'pod' : 'pods'}`);
    const place = subjects[0]?.declared?.containers.get(container)?.place;
    yield {
      finding: 'image-drift',
      severity: 'warning',
      container,
      message: `Replicas run different images: the image ${image} of the container "${container}" is ${sentenceList(counts)}. Unless the nodes differ in platform or runtime, the tag was moved: pin the image to a digest, and restart the pods.`,
      ...(place && { manifest: place }),
    };
  }
}

/** The containers for which the runtimes of the replicas report different kinds of digests. */
export function untoldReplicas(subjects: readonly AuditSubject[]): string[] {
  return runningImages(subjects).flatMap(({ container, digests, configurations }) =>
    digests.size > 0 && configurations.size > 0
      ? [`the nodes report the image of "${container}" in different ways, so its replicas cannot be compared`]
      : [],
  );
}

/** Pinned images are left out because they are the same everywhere, and old pods because they are to be replaced. */
function runningImages(subjects: readonly AuditSubject[]): Running[] {
  const found = new Map<string, Running>();
  for (const subject of subjects.filter(({ group }) => !group.isOutdated)) {
    for (const container of ordinaryContainers(subject)) {
      if (digestOf(container.image) !== undefined) continue;
      const key = `${container.name} ${container.image}`;
      const known = found.get(key) ?? {
        container: container.name,
        image: container.image,
        digests: new Map<string, number>(),
        configurations: new Map<string, number>(),
      };
      found.set(key, known);
      for (const { digest, isOfRepository, pods } of imageIdsOf(subject, container)) {
        const counts = isOfRepository ? known.digests : known.configurations;
        counts.set(digest, (counts.get(digest) ?? 0) + pods);
      }
    }
  }
  return [...found.values()];
}
