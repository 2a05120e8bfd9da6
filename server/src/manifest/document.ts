import { type Alias, type Document, isAlias, isMap, isSeq, type Node, parseDocument, visit } from 'yaml';
import { LineIndex } from './line-index';
import { isNode, type ValueSource } from './pairs';
import { type Resource, resourcesOf } from './resource';
import { type Directive, directivesOf } from './suppression';
import { type Span, YamlValue } from './value';

/** A part of the text that is not YAML. */
export interface SyntaxProblem {
  readonly message: string;
  readonly span: Span;
}

/**
 * One YAML document: immutable, and all offsets count from its own first character, so that the same text can be
 * parsed once and stand anywhere in a file.
 */
export class ManifestDocument implements ValueSource {
  readonly text: string;
  /** Part of a file with template expressions: what is missing here may come from the template. */
  readonly isTemplate: boolean;
  readonly root: YamlValue;
  readonly resources: readonly Resource[];
  readonly syntaxErrors: readonly SyntaxProblem[];
  readonly directives: readonly Directive[];
  readonly #document: Document | undefined;
  #lines: LineIndex | undefined;
  #referenced: Set<string> | undefined;

  /** @param isWanted whether to compose it: by default where it can matter to rules */
  constructor(text: string, isTemplate: boolean, isWanted = canMatter(text)) {
    this.text = text;
    this.isTemplate = isTemplate;
    this.#document = isWanted ? compose(text) : undefined;
    this.syntaxErrors = toProblems(this.#document);
    const contents = this.#document?.contents;
    this.root = new YamlValue(this, isNode(contents) ? contents : undefined);
    // A template that isn't YAML before it is rendered says nothing reliable.
    this.resources = isTemplate && this.syntaxErrors.length > 0 ? [] : resourcesOf(this);
    this.directives = this.resources.length > 0 ? directivesOf(text) : [];
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.text);
    return this.#lines;
  }

  /** Up to where the text could be read with certainty: what seems to be missing behind it may only be unreadable. */
  get readableUntil(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.syntaxErrors.map((error) => error.span.start));
  }

  resolve(alias: Alias): Node | undefined {
    const target = this.#document && alias.resolve(this.#document);
    return isNode(target) && !isAlias(target) ? target : undefined;
  }

  isReferenced(anchor: string): boolean {
    this.#referenced ??= this.#collectReferences();
    return this.#referenced.has(anchor);
  }

  #collectReferences(): Set<string> {
    const names = new Set<string>();
    if (this.#document && this.text.includes('*')) {
      visit(this.#document, { Alias: (_, alias) => void names.add(alias.source) });
    }
    return names;
  }
}

/**
 * Composes one document. The 1.1 schema is what Kubernetes' own decoder follows: `yes` and `on` are booleans, and `<<`
 * merges. Repeated keys and bad indentation must not hide the rest, so nothing here is strict.
 */
export function compose(text: string): Document | undefined {
  const document = parseLeniently(text);
  return isMap(document.contents) || isSeq(document.contents) ? document : undefined;
}

/** What is wrong with a text as YAML, also where it doesn't look like a resource and so was never composed. */
export function syntaxProblemsIn({ text, root, syntaxErrors }: ManifestDocument): readonly SyntaxProblem[] {
  return root.exists ? syntaxErrors : toProblems(parseLeniently(text));
}

function parseLeniently(text: string): Document {
  return parseDocument(text, {
    version: '1.1',
    uniqueKeys: false,
    strict: false,
    logLevel: 'silent',
    prettyErrors: false,
  });
}

function toProblems(document: Document | undefined): SyntaxProblem[] {
  return (document?.errors ?? []).map(({ message, pos: [start, end] }) => ({ message, span: { start, end } }));
}

/** Kinds whose documents are long and rarely hold anything that we judge. */
const IRRELEVANT_KINDS = /^kind:[ \t]*["']?(?:CustomResourceDefinition|ConfigMap|Secret)["']?[ \t]*\r?$/m;
/** What makes one of them matter: the token of a service account, or a shell script. */
const EXCEPTION = /kubernetes\.io\/service-account-token|#!|\.(?:ba)?sh["']?:/;

/** A kustomization may be without a kind, and a JSON patch is a list of operations. */
const KUSTOMIZE =
  /^(?:resources|bases|components|patches\w*|images):[ \t]*(?:[[#].*)?\r?$|^[ \t]*-[ \t]+["']?op["']?:|[{,]\s*"op"\s*:/m;

/** A resource has `kind` and `apiVersion`; looking for the words is much cheaper than composing YAML. */
function canMatter(text: string): boolean {
  if (!text.includes('kind') || !text.includes('apiVersion')) return KUSTOMIZE.test(text);
  return !IRRELEVANT_KINDS.test(text) || EXCEPTION.test(text);
}
