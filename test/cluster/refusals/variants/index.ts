import type { Variant } from '../variant.ts';
import { containerNames } from './container-names.ts';
import { wholeContainers } from './containers.ts';
import { mountedVolumes } from './mounts.ts';

/** Every variant, in the order of the rules. */
export const VARIANTS: readonly Variant[] = [...wholeContainers, ...containerNames, ...mountedVolumes];
