import type { Resource } from '../manifest/resource';
import { isCommon } from '../workspace/common-kinds';
import { type FieldSet, KnownFields } from './fields';
import { type AnalysisOptions, isOff } from './options';
import type { Rule } from './rule';
import { type RunnableRule, toRunnable } from './runnable-rule';

/** What decides which rules look at a resource. */
interface Circumstances {
  readonly hasPods: boolean;
  readonly hasKustomizations: boolean;
}

/** From so many kinds on, those that were seen are forgotten: while a user types one, each letter makes another kind. */
const MOST_KINDS = 1000;

/** A rule that looks at a resource. */
interface ActiveRule {
  readonly runnable: RunnableRule;
  /** See `Rule.fields`; `undefined` if it looks at more than pods. */
  readonly fields: FieldSet | undefined;
}

/** The rules that are on, by what they look at. */
export class ActiveRules {
  readonly #all: readonly RunnableRule[];
  readonly fields: KnownFields;
  /** By the kind, and by what else decides. */
  readonly #byKind = new Map<string, Map<string, readonly ActiveRule[]>>();

  constructor(rules: readonly Rule[], options: AnalysisOptions) {
    const active = rules.filter((rule) => !isOff(rule, options));
    this.#all = active.map(toRunnable);
    this.fields = new KnownFields(active.flatMap(({ fields = [] }) => fields));
  }

  /** The rules that look at a resource, in their order. */
  for(resource: Resource, { hasPods, hasKustomizations }: Circumstances): readonly ActiveRule[] {
    const { kind, apiVersion } = resource;
    let known = this.#byKind.get(kind);
    if (!known) {
      if (this.#byKind.size >= MOST_KINDS) this.#byKind.clear();
      known = new Map();
      this.#byKind.set(kind, known);
    }
    const key = `${apiVersion} ${hasPods} ${hasKustomizations}`;
    let found = known.get(key);
    if (!found) {
      if (known.size >= MOST_KINDS) known.clear();
      found = this.#all.flatMap((runnable) => {
        const { rule } = runnable;
        const looks = looksAt(rule, resource, hasKustomizations);
        if (!looks && !(hasPods && isAboutPods(rule))) return [];
        return [{ runnable, fields: looks || !rule.fields ? undefined : this.fields.setOf(rule.fields) }];
      });
      known.set(key, found);
    }
    return found;
  }
}

function isAboutPods(rule: Rule): boolean {
  return rule.pod !== undefined || rule.container !== undefined || rule.image !== undefined;
}

function looksAt({ resource: visit, kinds, appliesToPatches }: Rule, resource: Resource, hasKustomizations: boolean) {
  if (!visit) return false;
  if (kinds === undefined || (appliesToPatches && hasKustomizations)) return true;
  return kinds === 'uncommon' ? !isCommon(resource) : kinds.includes(resource.kind);
}
