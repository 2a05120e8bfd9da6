import { env, l10n } from 'vscode';
import { filledIn, patternOf, type Saying } from '../../../server/src/text/saying';

/**
 * A sentence of this extension in the language of the editor, with foreign text: `` say`There is no pod ${name}.` `` is
 * `There is no pod {0}.` in `l10n/`. Foreign text is filled in last, so that it is never a pattern.
 */
export function say(ours: TemplateStringsArray, ...foreign: readonly (string | number)[]): Saying {
  const pattern = patternOf(ours);
  return filledIn(HAS_WORDS.test(pattern) ? l10n.t(pattern) : pattern, foreign);
}

const HAS_WORDS = /\p{L}/u;

/** The language of what `say` makes, for screen readers. */
export function languageOfWords(): string {
  return l10n.bundle === undefined ? 'en' : env.language;
}
