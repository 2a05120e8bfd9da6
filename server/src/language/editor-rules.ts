import { RULES } from '../rules/index';
import { invalidYaml } from '../rules/invalid-yaml';

/** The rules of editors: an editor underlines broken YAML itself, and text is broken at every other keystroke. */
export const EDITOR_RULES = RULES.filter(({ id }) => id !== invalidYaml.id);
