import { ErrorCodes, type Position, ResponseError } from 'vscode-languageserver';
import { own } from '../text/own';

/** The unchecked parameters of a request of our protocol. */
export class RequestParameters {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(params: unknown) {
    if (!hasFields(params)) throw invalid('The parameters are not an object.');
    this.#fields = params;
  }

  /** @throws ResponseError if it is not text */
  text(name: string): string {
    const value = this.#get(name);
    if (typeof value !== 'string') throw invalid(`The parameter "${name}" is not text.`);
    return value;
  }

  /** @throws ResponseError if it is not a list of texts */
  texts(name: string): string[] {
    const value = this.#get(name);
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
      throw invalid(`The parameter "${name}" is not a list of texts.`);
    return value;
  }

  /** @throws ResponseError if it is not a number of things */
  count(name: string): number {
    const value = this.#get(name);
    if (!Number.isSafeInteger(value) || Number(value) < 0) throw invalid(`The parameter "${name}" is not a count.`);
    return Number(value);
  }

  /** @throws ResponseError if it is not a position in a document */
  position(name: string): Position {
    const value = this.#get(name);
    if (!isPosition(value)) throw invalid(`The parameter "${name}" is not a position.`);
    return { line: value.line, character: value.character };
  }

  /** @throws ResponseError if it is not an object */
  object(name: string): RequestParameters {
    const value = this.#get(name);
    if (!hasFields(value)) throw invalid(`The parameter "${name}" is not an object.`);
    return new RequestParameters(value);
  }

  /** @throws ResponseError if it is not a list of objects */
  objects(name: string): RequestParameters[] {
    const value = this.#get(name);
    if (!Array.isArray(value) || !value.every(hasFields))
      throw invalid(`The parameter "${name}" is not a list of objects.`);
    return value.map((item) => new RequestParameters(item));
  }

  #get(name: string): unknown {
    return Object.hasOwn(this.#fields, name) ? own(this.#fields, name) : undefined;
  }
}

/** Whether a value is a position in a document, 0-based, in UTF-16 units. */
export function isPosition(value: unknown): value is Position {
  return (
    hasFields(value) &&
    [value.line, value.character].every((count) => Number.isSafeInteger(count) && Number(count) >= 0)
  );
}

/** Whether something has fields, of which nothing is known yet. */
export function hasFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The answer to a request with wrong parameters. */
export function invalid(message: string): ResponseError {
  return new ResponseError(ErrorCodes.InvalidParams, message);
}
