import { setValue } from '../../fixes/set-value';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import type { Fix } from '../rule';

/** The fix for a word that is written in the wrong case, where a field takes only these words. */
export function spellingFix({ resource }: Pod, field: YamlValue, words: readonly string[]): Fix[] {
  const written = field.string?.toLowerCase();
  const word = words.find((candidate) => candidate.toLowerCase() === written);
  if (word === undefined) return [];
  return [
    {
      title: `Write ${field.name} as ${word}`,
      isPreferred: true,
      change: () => setValue(resource.document, field, word),
    },
  ];
}
