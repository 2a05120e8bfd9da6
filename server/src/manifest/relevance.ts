import { withLineBreaks } from './line-breaks';

/** Kinds whose documents are long and rarely matter to rules. */
const IRRELEVANT_KIND = /^kind:[ \t]*["']?(?:CustomResourceDefinition|ConfigMap|Secret)["']?[ \t]*$/;
/** Text that makes such a document matter: the token of a service account, or a shell script. */
const EXCEPTION = /kubernetes\.io\/service-account-token|#!|\.(?:ba)?sh["']?:|\\[xuU\n]|!(?:!|\w*!)?binary|!</;
/** A line without indentation that is no plain key, comment, list item or empty document marker. */
const UNUSUAL = /^(?![\w.-]+:(?:[ \t]|$)|[#\s]|-[ \t]|(?:---|\.\.\.)[ \t]*(?:#|$)|$)/m;

/** A kustomization may be without a kind, and a JSON patch is a list of operations. */
const KUSTOMIZE =
  /^(?:resources|bases|components|patches\w*|images):[ \t]*(?:[[#].*)?$|^[ \t]*-[ \t]+["']?op["']?:|[{,]\s*"op"\s*:/m;
/** An escaped letter, an escaped line break, or a tag such as `!!binary`: with these, a word can be written in another form. */
const DISGUISED = /\\[xuU\n]|!/;

/**
 * Whether a document can matter to rules. A resource has `kind` and `apiVersion`; looking for the words is much cheaper than
 * composing YAML.
 */
export function canMatter(raw: string): boolean {
  const text = withLineBreaks(raw).replaceAll('\r\n', '\n');
  if (!text.includes('kind') || !text.includes('apiVersion')) return KUSTOMIZE.test(text) || DISGUISED.test(text);
  return !isIrrelevant(text) || EXCEPTION.test(text);
}

/** Whether a document is certainly of such a kind: the line can also be part of a text, or a later line can replace it. */
function isIrrelevant(text: string): boolean {
  const [kind, ...others] = text.match(/^kind:.*$/gm) ?? [];
  if (kind === undefined || others.length > 0 || !IRRELEVANT_KIND.test(kind) || UNUSUAL.test(text)) return false;
  const [first = ''] = /^[ \t]*[^\s#].*$/m.exec(text.replace(/^---.*$/m, '')) ?? [];
  return /^\S/.test(first);
}
