import type { Variant } from '../variant.ts';
import { containerNames } from './container-names.ts';
import { wholeContainers } from './containers.ts';
import { env } from './env.ts';
import { mountOptions } from './mount-options.ts';
import { mountedVolumes } from './mounts.ts';
import { volumes } from './volumes.ts';
import { words } from './words.ts';

/** Every variant, in the order of the rules. */
export const VARIANTS: readonly Variant[] = [
  ...wholeContainers,
  ...containerNames,
  ...mountedVolumes,
  ...mountOptions,
  ...volumes,
  ...env,
  ...words,
];
