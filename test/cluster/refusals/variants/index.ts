import type { Variant } from '../variant.ts';
import { deviceClaims } from './claims.ts';
import { containerNames } from './container-names.ts';
import { wholeContainers } from './containers.ts';
import { env } from './env.ts';
import { mountOptions } from './mount-options.ts';
import { mountedVolumes } from './mounts.ts';
import { names } from './names.ts';
import { namespaces } from './namespaces.ts';
import { podResources } from './pod-resources.ts';
import { portVariants } from './ports.ts';
import { probes } from './probes.ts';
import { profiles } from './profiles.ts';
import { resourceVariants } from './resources.ts';
import { restartPolicies } from './restart-policies.ts';
import { security } from './security.ts';
import { volumes } from './volumes.ts';
import { windows } from './windows.ts';
import { words } from './words.ts';

/** Every variant, in the order of the rules. */
export const VARIANTS: readonly Variant[] = [
  ...containerNames,
  ...wholeContainers,
  ...deviceClaims,
  ...env,
  ...mountOptions,
  ...mountedVolumes,
  ...names,
  ...namespaces,
  ...podResources,
  ...portVariants,
  ...probes,
  ...profiles,
  ...resourceVariants,
  ...restartPolicies,
  ...security,
  ...volumes,
  ...windows,
  ...words,
];
