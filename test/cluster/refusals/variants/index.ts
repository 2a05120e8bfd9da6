import type { Variant } from '../variant.ts';
import { containerNames } from './container-names.ts';
import { wholeContainers } from './containers.ts';
import { mountedVolumes } from './mounts.ts';
import { portVariants } from './ports.ts';
import { restartPolicies } from './restart-policies.ts';

/** Every variant, in the order of the rules. */
export const VARIANTS: readonly Variant[] = [
  ...containerNames,
  ...wholeContainers,
  ...mountedVolumes,
  ...portVariants,
  ...restartPolicies,
];
