import { digestOf, imageIdsOf } from './image-drift';
import { type GroupFinding, ordinaryContainers, type Subject, sentenceList } from './subject';

interface Running {
  readonly container: string;
  readonly image: string;
  /** How many pods have each digest of the repository. */
  readonly digests: Map<string, number>;
  /** The same where the runtime names the image's own configuration, which is another digest of the same image. */
  readonly configurations: Map<string, number>;
}

/** Replicas of one workload that run different images under one name: its tag was moved while they started. */
export function* replicaDrifts(subjects: readonly Subject[]): Generator<GroupFinding> {
  for (const { container, image, digests, configurations } of runningImages(subjects)) {
    const different = digests.size > 0 ? digests : configurations;
    if (different.size < 2) continue;
    const counts = [...different].sort(([, a], [, b]) => b - a).map(([digest, pods]) => `${pods} ${digest}`);
    const place = subjects[0]?.declared?.containers.get(container)?.place;
    yield {
      finding: 'image-drift',
      severity: 'warning',
      container,
      message: `Replicas run different images as the container "${container}", all of them called ${image}: ${sentenceList(counts)}. The tag was moved between their starts, unless their nodes differ in platform or runtime. Pin the image to a digest, and restart the pods.`,
      ...(place && { manifest: place }),
    };
  }
}

/** The containers whose replicas' runtimes give different kinds of digests: sentences without a subject. */
export function untoldReplicas(subjects: readonly Subject[]): string[] {
  return runningImages(subjects).flatMap(({ container, digests, configurations }) =>
    digests.size > 0 && configurations.size > 0
      ? [`the runtimes of its nodes name the image of "${container}" in different ways, so replicas can't be compared`]
      : [],
  );
}

/** An image that is pinned is the same everywhere, whatever a runtime calls it; pods of older templates are to go. */
function runningImages(subjects: readonly Subject[]): Running[] {
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
