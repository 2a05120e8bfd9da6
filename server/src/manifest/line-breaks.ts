/**
 * The same text, in which everything is a line break that Kubernetes' decoder takes for one (YAML 1.1, 5.4): what follows
 * such a character in a comment is no comment to it. A byte order mark where a line begins becomes a blank, because kubectl passes over
 * one behind the marker of a document. All offsets stay.
 */
export function withLineBreaks(text: string): string {
  if (!/\r(?!\n)|[\u0085\u2028\u2029]|\n\ufeff/.test(text)) return text;
  return text.replace(/(\r?)\n\ufeff/g, ' $1\n').replace(/\r(?!\n)|[\u0085\u2028\u2029]/g, '\n');
}
