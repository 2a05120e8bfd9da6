import type { YamlValue } from '../../manifest/value';
import type { Weakness } from '../engine';

/** An entry of a policy that says when it is asked, and about what. */
interface AskedOn {
  readonly operations: YamlValue;
  /** What it is asked about: one text for each combination. */
  readonly about: readonly string[];
}

/**
 * The entries of a policy that do not check changes: a user can change the image of a pod after it was admitted. What one entry
 * is asked about on creation, another one can be asked about on changes.
 */
export function createOnly(entries: readonly AskedOn[]): Weakness[] {
  const onChanges = new Set(entries.filter(isAskedOnChanges).flatMap(({ about }) => about));
  return entries.flatMap((entry) => {
    const { operations, about } = entry;
    if (!operations.strings.includes('CREATE') || isAskedOnChanges(entry)) return [];
    if (about.length > 0 && about.every((one) => onChanges.has(one) || onChanges.has(EVERYTHING))) return [];
    return [
      {
        kind: 'create-only',
        at: operations,
        effect: 'checks an image when the object is created, but not when the image changes',
        remedy: [...operations.strings, 'UPDATE'],
      },
    ];
  });
}

/** An entry that is asked about every resource. */
const EVERYTHING = '* *';

/** The entries of `resourceRules`, or of `rules` of a webhook. */
export function askedOnBy(rules: readonly YamlValue[]): AskedOn[] {
  return rules.map((rule) => ({
    operations: rule.get('operations'),
    about: rule
      .get('apiGroups')
      .strings.flatMap((group) => rule.get('resources').strings.map((resource) => `${group} ${resource}`)),
  }));
}

/** Whether an entry is asked about changes of existing objects, as one without operations is about all of them. */
export function isAskedOnChanges({ operations }: AskedOn): boolean {
  return !operations.isSet || operations.strings.some((word) => word === 'UPDATE' || word === '*');
}
