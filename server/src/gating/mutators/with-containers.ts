import type { AdmissionImage, AdmissionObject, AdmissionPod } from '../../admission/admission-pod';
import { type Answer, all } from '../../admission/answers';
import { podSpecDefaults } from '../../admission/api-defaults';
import { isObject, jsonAt, replaceAt } from '../../manifest/json';
import type { ContainerAdder, ContainerAddition } from './container-adder';

/** The pod, and how it is with the containers that mutators add. The API server admits all of it, or nothing. */
export function withContainers(pod: AdmissionPod, mutators: readonly ContainerAdder[]): AdmissionPod {
  const reached = pod.objects.map(() => [] as Reached[]);
  for (const mutator of mutators) {
    for (const addition of mutator.adds ?? []) {
      // What a mutator adds to a workload is also in the objects that are made of it.
      let before: Answer = 'no';
      pod.objects.forEach((object, index) => {
        const own = mutator.reaches ? mutator.reaches(object, pod) : 'unknown';
        const answer = before === 'yes' || own === 'yes' ? 'yes' : before === 'unknown' ? before : own;
        before = answer;
        if (answer !== 'no' && !hasContainer(object, addition)) reached[index]?.push({ mutator, addition, answer });
      });
    }
  }
  const last = reached.at(-1) ?? [];
  if (last.length === 0) return pod;
  const added = last.map(({ mutator, addition, answer }, index) => ({
    by: mutator.name,
    image: imageOf(addition, pod, last.slice(0, index)),
    isCertain: all([answer, addition.isCertain ? 'yes' : 'unknown']) === 'yes',
  }));
  const images = [...pod.images, ...added.map(({ image }) => image)];
  const objects = pod.objects.map((object, index) => withAdditions(object, reached[index] ?? []));
  const shape = [pod.shape, ...added.map(({ image }) => `+${image.list}`)].join();
  const hasUnknown = images.some(({ image }) => image === undefined);
  return { ...pod, added: { pod: { ...pod, images, objects, shape, hasUnknown }, containers: added } };
}

/** A container that a mutator adds to an object. */
interface Reached {
  readonly mutator: ContainerAdder;
  readonly addition: ContainerAddition;
  readonly answer: Answer;
}

function hasContainer(object: AdmissionObject, { list, name }: ContainerAddition): boolean {
  const containers = jsonAt(object.data, ...object.podSpec, list);
  return Array.isArray(containers) && containers.some((container) => jsonAt(container, 'name') === name);
}

function imageOf(
  { list, name, data }: ContainerAddition,
  pod: AdmissionPod,
  before: readonly Reached[],
): AdmissionImage {
  const image = typeof data.image === 'string' ? data.image : undefined;
  const index =
    pod.images.filter((one) => one.list === list).length + before.filter((one) => one.addition.list === list).length;
  return { list, index, container: name, written: undefined, image };
}

function withAdditions(object: AdmissionObject, reached: readonly Reached[]): AdmissionObject {
  if (reached.length === 0) return object;
  const spec = jsonAt(object.data, ...object.podSpec);
  if (!isObject(spec)) return object;
  const grown = { ...spec };
  for (const { addition } of reached) {
    const own = grown[addition.list];
    grown[addition.list] = [...(Array.isArray(own) ? own : []), addition.data];
  }
  const data = replaceAt(object.data, object.podSpec, podSpecDefaults(grown));
  return isObject(data) ? { ...object, data } : object;
}
