import type { Variant } from '../variant.ts';
import { containerNames } from './container-names.ts';
import { wholeContainers } from './containers.ts';
import { mountedVolumes } from './mounts.ts';
import { namespaces } from './namespaces.ts';
import { portVariants } from './ports.ts';
import { profiles } from './profiles.ts';
import { restartPolicies } from './restart-policies.ts';
import { security } from './security.ts';
import { windows } from './windows.ts';

/** Every variant, in the order of the rules. */
export const VARIANTS: readonly Variant[] = [
  ...containerNames,
  ...wholeContainers,
  ...mountedVolumes,
  ...namespaces,
  ...portVariants,
  ...profiles,
  ...restartPolicies,
  ...security,
  ...windows,
];
