import { setValue } from '../../fixes/set-value';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import type { Refusal } from './refused-rule';
import { inCode, isUnset, storedText } from './text';

/** What a field of a pod may say. */
export interface EnumField {
  readonly allowed: readonly string[];
  /** An empty text is refused, too; else it is the default. */
  readonly isEmptyRefused?: true;
}

/** The refusal of a text that is none of those that a field may have. A missing field or another type is another fault. */
export function unsupported(
  pod: Pod,
  at: YamlValue,
  { allowed, isEmptyRefused }: EnumField,
  of: string,
): Omit<Refusal, 'field'> | undefined {
  const text = isUnset(at) && at.string === undefined ? undefined : storedText(at);
  if (text === undefined || (text === '' && !isEmptyRefused) || allowed.includes(text)) return undefined;
  const meant = allowed.find((value) => value.toLowerCase() === text.toLowerCase());
  const { document } = pod.resource;
  return {
    at,
    because: `\`${at.name}\` of ${of} is ${text === '' ? 'empty' : inCode(text)}`,
    toDo: meant === undefined ? `Use one of ${allowed.map(inCode).join(', ')}` : `Write ${inCode(meant)}`,
    ...(meant !== undefined && {
      fixes: [
        {
          title: `Write "${meant}" in the right case`,
          isPreferred: true,
          change: () => setValue(document, at, meant),
        },
      ],
    }),
  };
}
