import { findRule } from '../../rules/index';
import { code, joined, markdown } from '../../text/markdown';
import type { HoverContext, HoverText } from './part';

/** On a comment that silences rules: which, where, why, and what it silences now. */
export function commentHover({ placed, isAt }: HoverContext): HoverText | undefined {
  const { document, analysis } = placed;
  const directive = document.directives.find(({ span }) => isAt(span));
  if (!directive) return undefined;
  const { rules, firstLine, lastLine, reason, span } = directive;
  const named = rules.map((id) => {
    const rule = findRule(id);
    return markdown`- ${code(id)}: ${rule ? rule.title : 'there is no such rule'}`;
  });
  const where = lastLine === Number.POSITIVE_INFINITY ? 'from here to the end of the document' : 'on one line';
  const silenced = analysis.silenced.filter(({ by, finding }) => {
    const line = document.lines.lineAt(finding.span.start);
    const isNamed = rules.length === 0 || rules.includes(finding.rule.id);
    return by === 'comment' && isNamed && line >= firstLine && line <= lastLine;
  });
  const head = markdown`Silences ${rules.length === 0 ? 'all rules' : 'these rules'} ${where}:`;
  const now = silenced.map(({ finding }) => markdown`- ${finding.message}`);
  const tail = [
    ...(reason === undefined ? ['No reason is written; add one behind `` -- ``.'] : []),
    ...(now.length === 0 ? ['It silences nothing now.'] : ['What it silences now:']),
  ];
  const lines = [head, '', ...named, '', ...tail.map((line) => markdown`${line}`), '', ...now.slice(0, 3)];
  return { span, text: joined(lines, '\n') };
}
