import { YamlList, YamlMap, type YamlNode, YamlScalar } from './node';
import type { ScalarValue } from './scalar';
import { ExcessError, MOST_YAML_DEPTH } from './yaml/anchors';

/**
 * Reads a text as JSON, as kubectl tries first with a text that begins with `{` (k8s.io/apimachinery, `YAMLOrJSONDecoder`): JSON has
 * escape sequences and lone surrogates that kubectl's YAML does not have.
 * @returns `undefined` if it is not JSON
 * @throws ExcessError
 */
export function readJson(text: string): YamlNode | undefined {
  if (!/^\s*\{/.test(text) || !isJson(text)) return undefined;
  return new JsonReader(text).read(1);
}

/** Whether a whole text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The offset behind the closing quote of a text in quotes; `undefined` if it has none. */
export function endOfJsonString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at + 1;
    if (text[at] === '\\') at++;
  }
  return undefined;
}

/** Makes the nodes of a text that is known to be JSON. */
class JsonReader {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(level: number): YamlNode {
    if (level > MOST_YAML_DEPTH) throw new ExcessError('depth');
    this.#skip(BLANKS);
    const first = this.#text[this.#offset];
    if (first === '{') return this.#map(level);
    if (first === '[') return this.#list(level);
    return this.#scalar();
  }

  #map(level: number): YamlNode {
    const map = new YamlMap(this.#offset++, true);
    while (this.#hasItem('}')) {
      const key = this.#scalar();
      this.#skip(BLANKS);
      // The colon.
      this.#offset++;
      const value = this.read(level + 1);
      map.add({ key, value, name: String(key.value), isMerge: false });
    }
    map.end = this.#offset;
    return map;
  }

  #list(level: number): YamlNode {
    const list = new YamlList(this.#offset++, true);
    while (this.#hasItem(']')) list.items.push(this.read(level + 1));
    list.end = this.#offset;
    return list;
  }

  /** Whether another item comes, which begins at the offset then. Passes a comma, or the closing bracket. */
  #hasItem(end: string): boolean {
    this.#skip(BLANKS_AND_COMMAS);
    if (this.#offset < this.#text.length && this.#text[this.#offset] !== end) return true;
    this.#offset++;
    return false;
  }

  #scalar(): YamlScalar {
    const start = this.#offset;
    if (this.#text[start] === '"') this.#offset = endOfJsonString(this.#text, start) ?? this.#text.length;
    else this.#skip(WORD);
    const raw = this.#text.slice(start, this.#offset);
    const value: ScalarValue = JSON.parse(raw);
    if (typeof value !== 'string') return new YamlScalar(start, this.#offset, 'plain', value);
    return new YamlScalar(start, this.#offset, 'double', value.replace(LONE_SURROGATE, '\ufffd'));
  }

  #skip(pattern: RegExp): void {
    pattern.lastIndex = this.#offset;
    this.#offset += pattern.exec(this.#text)?.[0].length ?? 0;
  }
}

const BLANKS = /[ \t\r\n]*/y;
const BLANKS_AND_COMMAS = /[ \t\r\n,]*/y;
const WORD = /[-+.\w]+/y;
/** Go's JSON decoder replaces them. */
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
