/** A table in Markdown. */
export function table(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ').replace(/\n/g, ' ')} |`);
  return lines.join('\n');
}
