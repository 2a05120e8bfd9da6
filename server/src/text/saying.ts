declare const harmless: unique symbol;
/**
 * A sentence that is safe in a message, a title or a list of an editor. VS Code makes links of `[x](command:…)` and icons of
 * `$(x)` there. Foreign text in a Saying can't become a link or an icon, break the line, or change the reading direction.
 */
export type Saying = string & { readonly [harmless]: true };

/** In code points. The longest name in Kubernetes has 253. */
const LONGEST_PART = 300;
const LONGEST_SENTENCE = 1500;

/** A template for a sentence with foreign text: `` sayInEnglish`There is no pod ${name}.` ``. */
export function sayInEnglish(ours: TemplateStringsArray, ...foreign: readonly (string | number)[]): Saying {
  return filledIn(patternOf(ours), foreign);
}

/** A template as a pattern that can be translated: `There is no pod {0}.` */
export function patternOf(ours: TemplateStringsArray): string {
  return ours.map((words, index) => (index === 0 ? '' : `{${index - 1}}`) + words).join('');
}

/** Fills in a pattern. What looks like a place in foreign text, such as `{1}`, stays as it is. */
export function filledIn(pattern: string, foreign: readonly (string | number)[]): Saying {
  return inert(pattern.replace(/\{(\d)\}/g, (place, index) => oneLine(String(foreign[index] ?? place), LONGEST_PART)));
}

/** Makes a whole sentence safe that may contain foreign text, such as the output of kubectl. */
export function saying(sentence: string): Saying {
  return inert(oneLine(sentence, LONGEST_SENTENCE));
}

/** Text on one line, without control characters and invisible characters, and not longer than this. */
export function oneLine(text: string, longest: number): string {
  // A text that is far too long is cut first, to save time.
  const visible = text
    .slice(0, 4 * longest)
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ');
  const points = [...visible];
  return points.length <= longest && text.length <= 4 * longest ? visible : `${points.slice(0, longest).join('')}…`;
}

/** Breaks the syntax of links. This must come last, because its two brackets can come from two values. */
export function unlinked(text: string): string {
  return text.replaceAll('](', '] (');
}

function inert(text: string): Saying {
  return unlinked(text).replace(/\$\((?=[\w~-]*\))/g, '$ (') as Saying;
}
