import { addToAnnotation, disableForDocument, disableForLine } from '../../../server/src/fixes/disable';
import { pathOf } from '../../../server/src/fixes/layout';
import { applyEdits, type TextEdit } from '../../../server/src/fixes/text-edit';
import { ManifestFile, type PlacedDocument } from '../../../server/src/manifest/file';
import type { RuleFinding } from '../../../server/src/rules/analysis';
import { RULES } from '../../../server/src/rules/index';
import { IGNORE_ANNOTATION } from '../../../server/src/rules/suppressions';
import { SMALL_MANIFESTS } from '../corpus';
import { mutate } from '../mutate';
import { hashOf, Random } from '../random';
import { holds, type Steps, type Target } from '../target';
import { judge } from '../workspace';

const URI = 'file:///manifest.yaml';
const FORMS = [
  'disable',
  'disable-line',
  'disable-next-line',
  'disable-document',
  'disable-file',
  'enable',
  'disable-x',
  'DISABLE-LINE',
];

export const comments: Target = {
  name: 'comments',
  kind: 'comments and annotations that silence rules',
  weight: 2,
  input(random) {
    const lines = random.pick(SMALL_MANIFESTS).split('\n');
    for (let count = random.between(1, 4); count > 0; count--) {
      const rules = random.several(random.below(3), () => random.pick(RULES).id).join(random.pick([', ', ' ', ',']));
      const comment = `#${random.pick(['', ' ', '\t'])}sidecar-guard-${random.pick(FORMS)} ${rules}${random.pick(['', ' -- why', ' # x', '\t'])}`;
      const index = random.below(lines.length);
      lines[index] = random.once(2) ? `${lines[index]} ${comment}` : `${comment}\n${lines[index]}`;
    }
    const text = lines.join('\n');
    return random.once(2) ? text : mutate(text, random, SMALL_MANIFESTS);
  },
  check(text, steps) {
    const file = steps.run('read', () => ManifestFile.read(text));
    const { analyses } = judge(new Map([[URI, file]]), steps);
    const found = file.documents.flatMap((placed, index) =>
      (analyses.get(URI)?.[index]?.findings ?? []).map((finding) => ({ placed, finding })),
    );
    if (found.length === 0) return;
    const random = new Random(hashOf(text));
    const { placed, finding } = random.pick(found);
    if (finding.rule.id === 'unused-suppression') return;
    const edits = steps.run('silence', () => silence(placed, finding, random.below(3)));
    if (!edits) return;
    const moved = edits.map((edit) => ({ ...edit, start: edit.start + placed.offset, end: edit.end + placed.offset }));
    checkSilenced(file, applyEdits(text, moved), finding, steps);
  },
};

function silence({ document }: PlacedDocument, finding: RuleFinding, way: number): readonly TextEdit[] | undefined {
  const { at, span, rule, resource } = finding;
  if (way === 0) return disableForLine(document, at, span, rule.id);
  if (way === 1) return disableForDocument(document, rule.id);
  return addToAnnotation(document, resource.value.get('metadata'), IGNORE_ANNOTATION, rule.id);
}

function checkSilenced(before: ManifestFile, text: string, finding: RuleFinding, steps: Steps): void {
  const { rule } = finding;
  const count = (file: ManifestFile): number =>
    [...judge(new Map([[URI, file]]), steps).analyses.values()]
      .flat()
      .flatMap(({ findings }) => findings)
      .filter((other) => placeOf(other) === placeOf(finding)).length;
  const after = steps.run('read', () => ManifestFile.read(text, before));
  holds(after.documents.length === before.documents.length, () => `Silencing ${rule.id} cuts a document:\n${text}`);
  holds(count(after) < count(before), () => `Silencing ${rule.id} does not:\n${text}`);
}

/** A container has one finding of a rule: silencing it can bring another one to light, at another place. */
function placeOf({ rule, at, resource }: RuleFinding): string {
  return JSON.stringify([rule.id, resource.kind, resource.name, ...pathOf(at)]);
}
