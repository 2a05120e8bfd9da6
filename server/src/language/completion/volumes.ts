import type { CompletionItem } from 'vscode-languageserver';
import { volumeWords } from '../../map/volumes';
import type { Pod } from '../../pod/pod';
import { wordsFor } from './items';
import type { CursorLine } from './line';

/** The volumes of the pod, where a mount names one. */
export function volumeItems(line: CursorLine, { volumes }: Pod): CompletionItem[] {
  const { before, parent } = line;
  const inBlock = parent === 'volumeMounts' ? /^\s*(?:-\s+)?name:\s+["']?([\w.-]*)$/ : undefined;
  const [, typed] =
    inBlock?.exec(before) ?? /\bvolumeMounts:\s*\[.*\{(?:[^}]*,)?\s*name:\s+["']?([\w.-]*)$/.exec(before) ?? [];
  if (typed === undefined) return [];
  return wordsFor(
    line,
    typed,
    volumes
      .filter(({ name }) => /^[\w.-]+$/.test(name))
      .map((volume) => ({ word: volume.name, detail: volumeWords(volume) })),
  );
}
