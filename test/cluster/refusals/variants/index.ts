import type { Variant } from '../variant.ts';
import { containerNames } from './container-names.ts';
import { namespaces } from './namespaces.ts';
import { profiles } from './profiles.ts';
import { security } from './security.ts';
import { windows } from './windows.ts';

/** Every variant, in the order of the rules. */
export const VARIANTS: readonly Variant[] = [...containerNames, ...namespaces, ...windows, ...profiles, ...security];
