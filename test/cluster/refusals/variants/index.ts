import type { Variant } from '../variant.ts';
import { containerNames } from './container-names.ts';

/** Every variant, in the order of the rules. */
export const VARIANTS: readonly Variant[] = [...containerNames];
