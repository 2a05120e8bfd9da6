import { oneLine } from './saying';

/** In code points. */
const LONGEST_NAME = 300;
const LONGEST_TEXT = 1500;

/**
 * Markdown in which foreign text is escaped. Hovers and pages take only this type, so no text of a manifest or of a cluster
 * can be shown unescaped.
 */
export class Markdown {
  readonly source: string;

  private constructor(source: string) {
    this.source = source;
  }

  /** @param source Markdown without foreign text, such as the pages of rules */
  static ours(source: string): Markdown {
    return new Markdown(source);
  }
}

/** A template for Markdown: `` markdown`**${name}** runs ${code(image)}` ``. Strings in it are escaped. */
export function markdown(ours: TemplateStringsArray, ...values: readonly (Markdown | string | number)[]): Markdown {
  const source = ours.map((words, index) => (index === 0 ? '' : sourceOf(values[index - 1] ?? '')) + words);
  return Markdown.ours(source.join(''));
}

/** Joins parts with a separator. */
export function joined(parts: readonly (Markdown | string)[], separator: string): Markdown {
  return Markdown.ours(parts.map(sourceOf).join(separator));
}

/** A code span: Markdown in it has no effect, and editors make no links in it. */
export function code(text: string): Markdown {
  const content = oneLine(text, LONGEST_NAME).replaceAll('`', "'");
  return Markdown.ours(content.trim() === '' ? '`(empty)`' : `\`${content}\``);
}

/** A sentence with names in it. Text between backquotes becomes code. */
export function prose(sentence: string): Markdown {
  const parts = sentence.slice(0, 4 * LONGEST_TEXT).split('`');
  return joined(
    parts.map((part, index) => {
      if (index % 2 === 0) return part;
      // With an odd number of backquotes, the last one is plain text.
      return index === parts.length - 1 ? `\`${part}` : code(part);
    }),
    '',
  );
}

/** A link to a line of a file, counted from 0. A URI that is not a file, such as a command, is not linked. */
export function fileLink(text: Markdown, uri: string, line: number): Markdown {
  if (!isFile(uri)) return text;
  const target = uri.replace(/[^\w\-.~:/?#@!$&*+,;=%\u0080-\uffff]/g, percent);
  return Markdown.ours(`[${text.source}](${target}#L${line + 1})`);
}

/** Whether a URI or path can only open a file. */
function isFile(uri: string): boolean {
  if (/^(?:https?|command|javascript|data|mailto|vscode|vscode-insiders):/i.test(uri)) return false;
  return /^[a-z][\w+.-]*:\//i.test(uri) || /^\/(?!\/)/.test(uri);
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

function sourceOf(value: Markdown | string | number): string {
  return value instanceof Markdown ? value.source : escaped(String(value));
}

/** Escapes Markdown. Addresses are broken up as well: some renderers make links of them after they have removed escapes. */
function escaped(text: string): string {
  return oneLine(text, LONGEST_TEXT)
    .replace(/:(?=\/\/)|www(?=\.)|@(?=[\w-]+\.)/gi, '$&\u200b')
    .replace(/[\\`*_{}[\]()#+.!|<>~&$-]/g, '\\$&');
}
