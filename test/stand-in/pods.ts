import type { KubeObject } from './objects.ts';

export interface PodOptions {
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Images by the container's name; BusyBox where nothing is said. */
  readonly images?: Readonly<Record<string, string>>;
}

/** A pod whose containers, at least one, run and are ready. */
export function runningPod(name: string, containers: readonly string[], options: PodOptions = {}): KubeObject {
  const { images = {}, ...metadata } = options;
  const specs = containers.map((container) => ({ name: container, image: images[container] ?? 'busybox:1.35' }));
  const startedAt = '2026-01-01T00:00:00Z';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...metadata },
    spec: { nodeName: 'node-1', containers: specs },
    status: {
      phase: 'Running',
      startTime: startedAt,
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: specs.map((container) => ({
        ...container,
        ready: true,
        started: true,
        restartCount: 0,
        state: { running: { startedAt } },
      })),
    },
  };
}
