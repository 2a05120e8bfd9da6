import type { Variant } from '../variant.ts';

const twice = (name: string, set: Variant['set']): Variant => ({ rule: 'duplicate-container-name', name, set });
const named = (name: string, value: unknown): Variant => ({
  rule: 'invalid-container-name',
  name,
  set: { 'container.name': value },
});

export const containerNames: readonly Variant[] = [
  twice('of a container and an init container', { 'spec.initContainers.0.name': 'app' }),
  twice('of a container and a native sidecar', { 'spec.initContainers.1.name': 'agent' }),
  twice('of two containers', { 'spec.containers.1.name': 'app' }),
  twice('of two init containers', { 'spec.initContainers.1.name': 'setup' }),
  twice('of three containers', { 'spec.containers.1.name': 'app', 'spec.initContainers.0.name': 'app' }),
  twice('of two pairs', { 'spec.initContainers.0.name': 'app', 'spec.initContainers.1.name': 'agent' }),
  twice('that begin alike', { 'spec.containers.1.name': 'app-1' }),
  twice('of a container and a volume', { 'spec.containers.1.name': 'data' }),
  twice('of a container and an image', { 'spec.containers.1.name': 'registry' }),

  named('that is missing', undefined),
  named('that is null', null),
  named('that is empty', ''),
  named('in upper case', 'App'),
  named('with an underscore', 'my_app'),
  named('with a dot', 'app.v1'),
  named('with a space', 'my app'),
  named('that begins with a hyphen', '-app'),
  named('that ends with a hyphen', 'app-'),
  named('of 64 characters', 'a'.repeat(64)),
  named('of 63 characters', 'a'.repeat(63)),
  named('of digits', '123'),
  named('that begins with a digit', '1app'),
  named('with two hyphens', 'my--app'),
  named('of one letter', 'a'),
];
