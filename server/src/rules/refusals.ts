import type { Resource } from '../manifest/resource';
import type { Pod } from '../pod/pod';
import { type FieldSet, KnownFields } from './fields';
import type { Guard } from './guard';
import type { Rule, RuleContext } from './rule';
import { runRule } from './run-rule';
import { type RunnableRule, toRunnable } from './runnable-rule';

interface Circumstances {
  readonly context: RuleContext;
  readonly guard: Guard;
  readonly isPatch: boolean;
}

/** Counts what the API server would refuse, whether the user wants to hear of it or not. */
export class RefusalCounter {
  readonly #fields: KnownFields;
  readonly #rules: readonly { readonly runnable: RunnableRule; readonly fields: FieldSet | undefined }[];

  constructor(rules: readonly Rule[]) {
    const refused = rules.filter(({ category }) => category === 'refused');
    this.#fields = new KnownFields(refused.flatMap(({ fields = [] }) => fields));
    this.#rules = refused.map((rule) => ({
      runnable: toRunnable(rule),
      fields: rule.fields && this.#fields.setOf(rule.fields),
    }));
  }

  /** How many faults the API server would refuse a resource for. */
  count(resource: Resource, pods: readonly Pod[], { context, guard, isPatch }: Circumstances): number {
    const written = this.#fields.writtenIn(resource.value.node);
    let count = 0;
    const judge = (rule: RunnableRule): ReturnType<typeof runRule> => runRule(rule, resource, pods, context, guard);
    for (const { runnable, fields } of this.#rules) {
      if (fields && !resource.document.hasAliases && !written.hasAnyOf(fields)) continue;
      for (const { finding, pod } of guard.run(runnable, judge)) {
        if (finding.isAbsence && (isPatch || pod?.isPartial)) continue;
        if ((finding.severity ?? runnable.rule.severity) === 'error') count++;
      }
    }
    return count;
  }
}
