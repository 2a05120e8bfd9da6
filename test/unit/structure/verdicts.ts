import { wordsOf } from '../../../server/src/gating/words/words';
import { ManifestFile } from '../../../server/src/manifest/file';
import { Analyzer } from '../../../server/src/rules/engine';
import { RULES } from '../../../server/src/rules/index';
import { DEFAULT_OPTIONS } from '../../../server/src/rules/options';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';

/** What is made of a text that is a whole workspace. */
export interface Verdicts {
  /** Findings by rule, severity and place, and what gates decide about images and where: all but words. */
  readonly decided: readonly string[];
  /** What people read of why. */
  readonly said: ReadonlySet<string>;
}

/** @param text its documents */
export function verdictsOn(text: string): Verdicts {
  const index = new WorkspaceIndex();
  const analyzer = new Analyzer(RULES, index, { ...DEFAULT_OPTIONS, allowedRegistries: ['registry.example.com'] });
  const file = ManifestFile.read(text);
  index.update('file:///manifest.yaml', file);
  const said = new Set<string>();
  const decided = file.documents.flatMap(({ document, line }) => {
    const { findings, pods } = analyzer.analyse(document);
    const found = findings.map(({ rule, severity, span, container, related = [], fixes = [] }) => {
      const places = related.map(({ at }) => at.span.start);
      return `${line} ${rule.id} ${severity} ${span.start}-${span.end} ${container?.label} ${places} ${fixes.length}`;
    });
    const results = pods
      .flatMap((pod) => index.decisions.on(pod))
      .map(({ gate, decision }) => {
        const { applies, denies, failsOpen, images } = decision;
        for (const { cause } of [decision, ...images]) if (cause) said.add(wordsOf(cause));
        const verdicts = images.map(
          ({ verdict, at, isOfContainer }) => `${verdict} ${at?.span.start} ${isOfContainer ?? false}`,
        );
        return `${line} ${gate.policy.kind} ${gate.policy.name} ${applies} ${denies} ${failsOpen} ${verdicts}`;
      });
    return [...found, ...results];
  });
  return { decided, said };
}
