import { fieldsOf, type KubeObject, records } from './objects.ts';

/** The pod with the ephemeral containers of a patch, which run at once: what `kubectl debug` waits for. */
export function withEphemeral(pod: KubeObject, patch: unknown): KubeObject {
  const [spec, status] = [fieldsOf(pod.spec), fieldsOf(pod.status)];
  const there = records(spec.ephemeralContainers);
  const added = records(fieldsOf(fieldsOf(patch).spec).ephemeralContainers).filter(
    ({ name }) => !there.some((container) => container.name === name),
  );
  const startedAt = new Date().toISOString();
  const statuses = added.map(({ name, image }) => ({ name, image, ready: false, state: { running: { startedAt } } }));
  return {
    ...pod,
    spec: { ...spec, ephemeralContainers: [...there, ...added] },
    status: {
      ...status,
      ephemeralContainerStatuses: [...records(status.ephemeralContainerStatuses), ...statuses],
    },
  };
}
