import type { ManifestDocument, Resource } from './document';
import { LineIndex } from './line-index';
import { type Parsed, parse } from './parse';
import type { Excess, SyntaxProblem } from './problem';
import { canMatter } from './relevance';
import { resourcesOf } from './resource';
import { type Directive, directivesOf } from './suppression';
import { type Span, YamlValue } from './value';

/** A document of a manifest. One that can't matter to rules is not parsed, and has no root. */
export function readDocument(text: string): ManifestDocument {
  return new ReadDocument(text, { isTemplate: false, isParsed: canMatter(text) });
}

/** The same, in a file with template expressions. */
export function readTemplate(text: string): ManifestDocument {
  return new ReadDocument(text, { isTemplate: true, isParsed: canMatter(text) });
}

/** Any YAML or JSON whose data is asked for, whether it looks like a manifest or not. */
export function readData(text: string): ManifestDocument {
  return new ReadDocument(text, { isTemplate: false, isParsed: true });
}

class ReadDocument implements ManifestDocument {
  readonly text: string;
  readonly isTemplate: boolean;
  readonly #isParsed: boolean;
  #contents: Contents | undefined;
  #lines: LineIndex | undefined;

  constructor(text: string, { isTemplate, isParsed }: Reading) {
    this.text = text;
    this.isTemplate = isTemplate;
    this.#isParsed = isParsed;
  }

  get root(): YamlValue {
    return this.#read.root;
  }

  get resources(): readonly Resource[] {
    return this.#read.resources;
  }

  get syntaxErrors(): readonly SyntaxProblem[] {
    return this.#read.syntaxErrors;
  }

  get comments(): readonly Span[] {
    return this.#read.comments;
  }

  get directives(): readonly Directive[] {
    return this.#read.directives;
  }

  get failure(): { readonly error: unknown } | undefined {
    return this.#read.failure;
  }

  get excess(): Excess | undefined {
    return this.#read.excess;
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.text);
    return this.#lines;
  }

  get hasAliases(): boolean {
    return this.#read.hasAliases;
  }

  withText(text: string): ManifestDocument {
    return this.isTemplate ? readTemplate(text) : readDocument(text);
  }

  release(): void {
    this.#contents = undefined;
    this.#lines = undefined;
  }

  get #read(): Contents {
    this.#contents ??= this.#parse();
    return this.#contents;
  }

  #parse(): Contents {
    const {
      root: node,
      problem,
      refusal,
      excess,
      failure,
      comments,
      hasAliases,
    } = this.#isParsed ? parsedOrFailed(this.text) : NOTHING;
    // What kubectl refuses can be an expression, which something else stands for once the template is rendered.
    const error = problem ?? (this.isTemplate ? undefined : refusal);
    const isRead = !error && (node?.kind === 'map' || node?.kind === 'list');
    const root = new YamlValue(isRead ? node : undefined);
    const resources = resourcesOf(this, root);
    const directives = isRead && resources.length > 0 ? directivesOf(this.text, comments) : [];
    return { root, resources, directives, comments, syntaxErrors: error ? [error] : [], failure, excess, hasAliases };
  }
}

/** What parsing finds in a text. */
type Contents = Pick<
  ManifestDocument,
  'root' | 'resources' | 'comments' | 'directives' | 'syntaxErrors' | 'failure' | 'excess' | 'hasAliases'
>;

/** How a text is read. */
interface Reading {
  readonly isTemplate: boolean;
  readonly isParsed: boolean;
}

interface ParsedOrFailed extends Parsed {
  readonly failure?: { readonly error: unknown };
}

const NOTHING: ParsedOrFailed = { comments: [], hasAliases: false };

/** One document that can't be read must not keep those around it from being read. */
function parsedOrFailed(text: string): ParsedOrFailed {
  try {
    return parse(text);
  } catch (error) {
    return { ...NOTHING, failure: { error } };
  }
}

/** Why a document can't be read, also where it doesn't look like a resource and so was not parsed. */
export function syntaxProblemIn(document: ManifestDocument): SyntaxProblem | undefined {
  const { text, root, excess, failure, syntaxErrors } = document;
  const [error] = syntaxErrors;
  // A document that our reader failed on would fail it again, and a finding says so.
  if (error || root.exists || excess || failure) return error;
  // Nothing but blanks and comments has no mistakes, and can be long.
  if (!/^[ \t]*[^ \t\r\n#]/m.test(text)) return undefined;
  return parse(text).problem;
}
