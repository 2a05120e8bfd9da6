/** The two fields that say what a resource is. */
interface Header {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The lines without indentation that an ordinary resource has, without those of its header. */
const ORDINARY = /^(?:(?:metadata|spec|status):|---)(?:[ \t]+#.*|[ \t]*)$/;
const FIELD = /^(apiVersion|kind):[ \t]+([\w./-]+)(?:[ \t]+#.*|[ \t]*)$/;
/** Line breaks of YAML besides `\n`, which would hide a line. */
const OTHER_BREAK = /[\r\u0085\u2028\u2029]/;

/**
 * What the text of a document says of its resource, without parsing it. The document has this resource and no other, or it is
 * none that kubectl reads; `undefined` for a text that is not written in the usual way.
 */
export function headerIn(text: string): Header | undefined {
  if (OTHER_BREAK.test(text)) return undefined;
  let [apiVersion, kind]: [string?, string?] = [];
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf('\n', start);
    const end = next === -1 ? text.length : next;
    if (!isBelow(text, start, end)) {
      const line = text.slice(start, end);
      const [, name, value] = FIELD.exec(line) ?? [];
      if (name === 'apiVersion' && apiVersion === undefined) apiVersion = value;
      else if (name === 'kind' && kind === undefined) kind = value;
      else if (!ORDINARY.test(line)) return undefined;
    }
    start = end + 1;
  }
  return apiVersion === undefined || kind === undefined ? undefined : { apiVersion, kind };
}

/** Whether a line is indented, empty or a comment. */
function isBelow(text: string, start: number, end: number): boolean {
  const first = text.charCodeAt(start);
  return start === end || first === SPACE || first === HASH;
}

const SPACE = 0x20;
const HASH = 0x23;
