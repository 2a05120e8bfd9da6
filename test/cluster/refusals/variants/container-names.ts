import type { Variant } from '../variant.ts';

export const containerNames: readonly Variant[] = [
  {
    rule: 'duplicate-container-name',
    name: 'of a container and an init container',
    set: { 'spec.initContainers.0.name': 'app' },
  },
  { rule: 'duplicate-container-name', name: 'of two containers', set: { 'spec.containers.1.name': 'app' } },
  { rule: 'duplicate-container-name', name: 'that begin alike', set: { 'spec.containers.1.name': 'app-1' } },
];
