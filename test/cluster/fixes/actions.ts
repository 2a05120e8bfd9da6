import { exactEdits } from '../../../server/src/fixes/change';
import { applyEdits } from '../../../server/src/fixes/text-edit';
import { RULES } from '../../../server/src/rules/index';
import type { AnalysisOptions } from '../../../server/src/rules/options';
import { analyse } from '../../unit/analyse';

/** A code action that changes a manifest of one document. */
export interface Action {
  readonly rule: string;
  readonly title: string;
  /** The container that the finding is about; `undefined` for the pod. */
  readonly container: string | undefined;
  /** The text when it is done. */
  readonly after: string;
}

/** Every rule, also those that are off by default, at the restricted level of an edition such as `v1.24`. */
export function everyRule(kubernetesMinor: number, version = 'latest'): Partial<AnalysisOptions> {
  const off = RULES.filter(({ severity }) => severity === 'off');
  return {
    severities: new Map(off.map(({ id }) => [id, 'information' as const])),
    allowedRegistries: ['registry.example.com'],
    podSecurity: { level: 'restricted', version },
    kubernetesMinor,
  };
}

/** The documents of a text that describe pods, each alone. */
export function podManifestsIn(text: string): string[] {
  return analyse(text).documents.flatMap(({ document, analysis }) =>
    analysis.pods.length > 0 && document.resources.length === 1 ? [document.text] : [],
  );
}

/** The code actions for all findings of a text, as editors get them. */
export function actionsOn(text: string, options: Partial<AnalysisOptions>): Action[] {
  return [...findActions(text, options)];
}

/** What is left when one action after another is done, until there is none that makes something new. */
export function afterAll(text: string, options: Partial<AnalysisOptions>): string {
  const seen = new Set<string>();
  let current = text;
  while (!seen.has(current)) {
    seen.add(current);
    for (const { after } of findActions(current, options)) {
      if (seen.has(after)) continue;
      current = after;
      break;
    }
  }
  return current;
}

function* findActions(text: string, options: Partial<AnalysisOptions>): Generator<Action> {
  for (const { analysis, offset } of analyse(text, options).documents) {
    for (const { rule, container, fixes = [] } of analysis.findings) {
      for (const fix of fixes) {
        const change = fix.change();
        const edits = change && exactEdits(change);
        if (!edits) continue;
        const placed = edits.map((edit) => ({ ...edit, start: edit.start + offset, end: edit.end + offset }));
        yield { rule: rule.id, title: fix.title, container: container?.name, after: applyEdits(text, placed) };
      }
    }
  }
}
