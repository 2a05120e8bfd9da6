import { exactEdits } from '../../../server/src/fixes/change';
import { pathOf } from '../../../server/src/fixes/layout';
import { applyEdits } from '../../../server/src/fixes/text-edit';
import { ManifestFile } from '../../../server/src/manifest/file';
import type { RuleFinding } from '../../../server/src/rules/analysis';
import { fixFile } from '../../../server/src/rules/safe-fixes';
import { commentsOf } from '../../unit/fixes/comments';
import { manifestArbitrary } from '../../unit/fixes/generated-manifests';
import { SMALL_MANIFESTS } from '../corpus';
import { made } from '../grammar';
import { mutate } from '../mutate';
import { hashOf, Random } from '../random';
import { holds, type Steps, type Target } from '../target';
import { EVERY_RULE, judge, type Workspace } from '../workspace';

const URI = 'file:///manifest.yaml';
const generated = manifestArbitrary.map(({ text }) => text).filter((text) => text.length < 4000);

export const fixes: Target = {
  name: 'fixes',
  kind: 'manifests with findings that have fixes',
  weight: 1,
  input(random) {
    const text = random.once(3) ? made(generated, random) : random.pick(SMALL_MANIFESTS);
    return random.once(4) ? text : mutate(text, random, SMALL_MANIFESTS);
  },
  check(text, steps) {
    const file = steps.run('read', () => ManifestFile.read(text));
    const before = judgeFile(file, steps);
    const offered = file.documents.flatMap(({ document, offset }, index) =>
      (before.analyses.get(URI)?.[index]?.findings ?? []).flatMap((finding) =>
        (finding.fixes ?? []).map((fix) => ({ finding, fix, document, offset })),
      ),
    );
    // A few of them, chosen by the text.
    const random = new Random(hashOf(text));
    for (const offer of offered.length <= 3 ? offered : random.several(3, () => random.pick(offered))) {
      const edits = steps.run('fix', () => {
        const change = offer.fix.change();
        return change && exactEdits(change);
      });
      if (!edits) continue;
      const placed = edits.map((edit) => ({ ...edit, start: edit.start + offer.offset, end: edit.end + offer.offset }));
      checkFixed(file, applyEdits(text, placed), offer.finding, offer.fix.title, steps);
    }
    checkFixAll(file, before, steps);
  },
};

function judgeFile(file: ManifestFile, steps: Steps): Workspace {
  return judge(new Map([[URI, file]]), steps);
}

function checkFixed(before: ManifestFile, text: string, finding: RuleFinding, title: string, steps: Steps): void {
  const what = `"${title}" of ${finding.rule.id}`;
  holds(commentsOf(text).join('\n') === commentsOf(before.text).join('\n'), `${what} changes comments.`);
  const after = steps.run('read', () => ManifestFile.read(text, before));
  const errors = (file: ManifestFile): number => file.documents.flatMap(({ document }) => document.syntaxErrors).length;
  holds(errors(after) <= errors(before), `${what} makes what is not YAML.`);
  const left = [...judgeFile(after, steps).analyses.values()].flat().flatMap(({ findings }) => findings);
  const own = identityOf(finding);
  const count = (findings: readonly RuleFinding[]): number => findings.filter((one) => identityOf(one) === own).length;
  const were = [...judgeFile(before, steps).analyses.values()].flat().flatMap(({ findings }) => findings);
  holds(count(left) < count(were), () => `${what} leaves its finding:\n${text}`);
}

/** What makes a finding the same after an edit that may have moved its container to another list. */
function identityOf({ at, container, rule, resource, message }: RuleFinding): string {
  const path = pathOf(at).slice(container ? pathOf(container.value).length : 0);
  // The finding that lists the access of a DaemonSet to its node stays with what is left of it.
  const list = rule.nodeAccess === undefined ? '' : message;
  return JSON.stringify([rule.id, resource.kind, resource.namespace, resource.name, container?.label, list, ...path]);
}

function checkFixAll(file: ManifestFile, { analyzer }: Workspace, steps: Steps): void {
  const once = steps.run('fix all', () => fixFile(file, analyzer, EVERY_RULE));
  const fixed = ManifestFile.read(once);
  const twice = steps.run('fix all', () => fixFile(fixed, judgeFile(fixed, steps).analyzer, EVERY_RULE));
  holds(once === twice, () => `Fixing all twice does more than once:\n${once}\nand then\n${twice}`);
  holds(commentsOf(once).join('\n') === commentsOf(file.text).join('\n'), 'Fixing all changes comments.');
}
