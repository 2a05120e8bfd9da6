import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A regular expression of ours. */
export interface OurPattern {
  /** `client/src/file.ts:12`. */
  readonly at: string;
  readonly source: string;
  readonly flags: string;
}

/**
 * Every regular expression in the code: its literals, and what is made by `new RegExp`. Of the latter, what is not written in
 * the same file as a text stands as `x`.
 */
export function ourPatterns(): OurPattern[] {
  const files = ['client/src', 'server/src'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  return files.flatMap(patternsIn);
}

function patternsIn(file: string): OurPattern[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const constants = constantsIn(source);
  const found: OurPattern[] = [];
  const visit = (node: ts.Node): void => {
    const at = `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ at, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    } else if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') {
      const [pattern, flags] = node.arguments ?? [];
      if (pattern) found.push({ at, source: textOf(pattern, constants), flags: flags ? textOf(flags, constants) : '' });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function constantsIn(source: ts.SourceFile): Map<string, ts.Expression> {
  const constants = new Map<string, ts.Expression>();
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations)
      if (initializer) constants.set(name.getText(), initializer);
  }
  return constants;
}

function textOf(expression: ts.Expression, constants: ReadonlyMap<string, ts.Expression>): string {
  if (ts.isStringLiteralLike(expression)) return expression.text;
  if (ts.isTaggedTemplateExpression(expression)) {
    const { template } = expression;
    if (ts.isNoSubstitutionTemplateLiteral(template)) return template.rawText ?? '';
    const spans = template.templateSpans.map(
      (span) => textOf(span.expression, constants) + (span.literal.rawText ?? ''),
    );
    return (template.head.rawText ?? '') + spans.join('');
  }
  if (ts.isTemplateExpression(expression)) {
    const spans = expression.templateSpans.map((span) => textOf(span.expression, constants) + span.literal.text);
    return expression.head.text + spans.join('');
  }
  if (ts.isBinaryExpression(expression))
    return textOf(expression.left, constants) + textOf(expression.right, constants);
  const known = constants.get(expression.getText());
  return known ? textOf(known, constants) : 'x';
}
