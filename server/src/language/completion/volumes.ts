import type { CompletionItem } from 'vscode-languageserver';
import { volumeWords } from '../../map/volumes';
import type { Pod } from '../../pod/pod';
import { wordsFor } from './items';
import type { CursorLine } from './line';

/** The volumes of the pod, where a mount names one. */
export function volumeItems(line: CursorLine, { volumes }: Pod): CompletionItem[] {
  const { before, parent } = line;
  const typed = (parent === 'volumeMounts' ? nameInBlock(before) : undefined) ?? nameInFlow(before);
  if (typed === undefined) return [];
  return wordsFor(
    line,
    typed,
    volumes
      .filter(({ name }) => /^[\w.-]+$/.test(name))
      .map((volume) => ({ word: volume.name, detail: volumeWords(volume) })),
  );
}

function nameInBlock(before: string): string | undefined {
  return /^\s*(?:-\s+)?name:\s+["']?([\w.-]*)$/.exec(before)?.[1];
}

/** In `volumeMounts: [{ name: …`, on one line. */
function nameInFlow(before: string): string | undefined {
  const start = before.lastIndexOf('{');
  if (start === -1 || !/\bvolumeMounts:\s*\[/.test(before.slice(0, start))) return undefined;
  return /(?:^|,)\s*name:\s+["']?([\w.-]*)$/.exec(before.slice(start + 1))?.[1];
}
