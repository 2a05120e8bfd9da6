import { parseDocument } from 'yaml';
import type { ManifestDocument } from '../../../server/src/manifest/document';
import { ManifestFile } from '../../../server/src/manifest/file';
import { withLineBreaks } from '../../../server/src/manifest/line-breaks';
import { MANIFESTS, SMALL_MANIFESTS } from '../corpus';
import { mutate } from '../mutate';
import { hashOf, Random } from '../random';
import { holds, same, type Target } from '../target';

/** Kinds that are left alone where nothing in them can matter. */
const LEFT_ALONE = /CustomResourceDefinition|ConfigMap|Secret/;

export const reader: Target = {
  name: 'reader',
  kind: 'YAML text, and edits of it',
  weight: 4,
  input: (random) => mutate(random.pick(random.once(4) ? MANIFESTS : SMALL_MANIFESTS), random, SMALL_MANIFESTS),
  check(text, steps) {
    let file = steps.run('read', () => ManifestFile.read(text));
    checkPlaces(file);
    for (const { document } of file.documents) checkVerdict(document);
    // The edits come from the text, so that the text is the whole case.
    const random = new Random(hashOf(text));
    for (let edit = 0; edit < 3; edit++) {
      const edited = mutate(file.text, random, SMALL_MANIFESTS);
      const before = file;
      file = steps.run('read after an edit', () => ManifestFile.read(edited, before));
      const fresh = steps.run('read', () => ManifestFile.read(edited));
      same(said(file), said(fresh), 'After an edit, the file is not as if it were read anew');
    }
  },
};

/** Documents stand where they say, in order, and nothing but their markers is between them. */
function checkPlaces({ text, documents }: ManifestFile): void {
  let end = 0;
  for (const { document, offset, line } of documents) {
    holds(offset >= end, `The document at ${offset} begins before the one above it ends (${end}).`);
    holds(
      text.slice(offset, offset + document.text.length) === document.text,
      `The document at ${offset} is not there.`,
    );
    const lines = text.slice(0, offset).split('\n').length - 1;
    holds(line === lines, `The document at ${offset} is said to begin in line ${line} instead of ${lines}.`);
    end = offset + document.text.length;
  }
}

/** What is a resource to any reader of YAML is one to us, or it is said why not. */
function checkVerdict({ text, resources, syntaxErrors, excess, isTemplate }: ManifestDocument): void {
  if (resources.length > 0 || syntaxErrors.length > 0 || excess || isTemplate || text.length > 20_000) return;
  const plain = plainly(text);
  if (typeof plain !== 'object' || plain === null) return;
  const { apiVersion, kind, items } = plain as Record<string, unknown>;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || LEFT_ALONE.test(text)) return;
  // Nothing is of a kind without a name.
  if (apiVersion === '' || kind === '') return;
  holds(/List$/.test(kind) || items !== undefined, `A ${kind} of ${apiVersion} is left out without a word.`);
}

function plainly(text: string): unknown {
  try {
    const document = parseDocument(withLineBreaks(text), { version: '1.1', logLevel: 'silent', prettyErrors: false });
    return document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

function said({ documents }: ManifestFile): unknown {
  return documents.map(({ document, offset, line }) => ({
    offset,
    line,
    text: document.text,
    isTemplate: document.isTemplate,
    errors: document.syntaxErrors,
    directives: document.directives,
    resources: document.resources.map(({ apiVersion, kind, name, namespace, value }) => [
      apiVersion,
      kind,
      name,
      namespace,
      value.span,
    ]),
  }));
}
