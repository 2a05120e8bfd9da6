import type { Variant } from '../variant.ts';

const image = (name: string, value: unknown): Variant => ({
  rule: 'missing-image',
  name,
  set: { 'container.image': value },
});
const containers = (name: string, set: Variant['set']): Variant => ({ rule: 'missing-containers', name, set });

export const wholeContainers: readonly Variant[] = [
  image('that is not written', undefined),
  image('that is null', null),
  image('that is empty', ''),
  image('with a tag', 'registry.example.com/app:2'),
  image('without a tag', 'app'),
  image('with a digest', `app@sha256:${'a'.repeat(64)}`),
  {
    rule: 'missing-image',
    name: 'of two containers',
    set: { 'spec.containers.1.image': undefined, 'spec.initContainers.0.image': '' },
  },

  containers('of which none is left but an init container', { 'spec.containers': [] }),
  containers('of which none is written but an init container', { 'spec.containers': undefined }),
  containers('that are null', { 'spec.containers': null }),
  containers('of any kind, in empty lists', { 'spec.containers': [], 'spec.initContainers': [] }),
  containers('that are null, without init containers', { 'spec.containers': null, 'spec.initContainers': undefined }),
  containers('of which one is left', { 'spec.containers': [{ name: 'app', image: 'registry.example.com/app:1' }] }),
  containers('without init containers', { 'spec.initContainers': [] }),
  containers('with init containers that are null', { 'spec.initContainers': null }),
];
