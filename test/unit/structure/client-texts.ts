import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Words in a pattern: more than places, signs and names of protocols. */
const HAS_WORDS = /\p{L}/u;

/** Properties and attributes of the editor's API that people read. */
const READ = new Set(['title', 'label', 'prompt', 'placeHolder', 'placeholder', 'detail', 'description', 'tooltip']);

/** What the client says. */
export interface ClientTexts {
  /** The patterns that are looked up in the language of the editor. */
  readonly patterns: ReadonlySet<string>;
  /** English that people would read in every language, with its file. */
  readonly untranslated: readonly string[];
}

export function clientTexts(): ClientTexts {
  const patterns = new Set<string>();
  const untranslated: string[] = [];
  for (const file of sources()) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      const pattern = patternIn(node);
      if (pattern !== undefined && HAS_WORDS.test(pattern.replace(/\{\d\}/g, ''))) patterns.add(pattern);
      const raw = rawText(node);
      if (raw !== undefined) untranslated.push(`${file}: ${raw}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { patterns, untranslated };
}

function sources(): string[] {
  return readdirSync('client/src', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The pattern of `` say`…` ``, `l10n.t('…')` or `t('…')`. */
function patternIn(node: ts.Node): string | undefined {
  if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'say') return templatePattern(node.template);
  if (!ts.isCallExpression(node) || !/^(?:l10n\.)?t$/.test(node.expression.getText())) return undefined;
  const [text] = node.arguments;
  return text && ts.isStringLiteralLike(text) ? text.text : undefined;
}

function templatePattern(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.templateSpans.reduce(
    (pattern, { literal }, index) => `${pattern}{${index}}${literal.text}`,
    template.head.text,
  );
}

/** English where people read: a property of the editor's API, a sentence made without `say`, or words between tags. */
function rawText(node: ts.Node): string | undefined {
  if (ts.isPropertyAssignment(node) && READ.has(node.name.getText()) && ts.isStringLiteralLike(node.initializer))
    return isEnglish(node.initializer.text) ? node.initializer.text : undefined;
  if (ts.isCallExpression(node) && node.expression.getText() === 'saying') {
    const [text] = node.arguments;
    const words = text && ts.isTemplateExpression(text) ? templatePattern(text).replace(/\{\d\}/g, '') : '';
    return isEnglish(text && ts.isStringLiteralLike(text) ? text.text : words) ? node.getText() : undefined;
  }
  if (!ts.isTaggedTemplateExpression(node) || node.tag.getText() !== 'html') return undefined;
  const markup = templatePattern(node.template);
  if (markup.startsWith('<!DOCTYPE')) return undefined;
  const [read] = /(?<=>)[^<>{}]*\p{L}[^<>]*(?=<)|(?<=(?:title|aria-label)=")[^"{]*\p{L}[^"]*/u.exec(markup) ?? [];
  return read;
}

function isEnglish(text: string): boolean {
  return HAS_WORDS.test(text) && text !== 'Sidecar Guard';
}
