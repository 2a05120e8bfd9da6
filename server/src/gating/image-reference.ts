/** The parts of an image reference, as the distribution's reference grammar names them. */
export interface ImageReference {
  /** The registry's host and port, if the reference names one. */
  readonly registry: string | undefined;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const PATH = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const HOST = '(?:\\[[0-9a-fA-F:]+\\]|[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?)(?::[0-9]+)?';
const WHOLE_HOST = new RegExp(`^${HOST}$`);
const REFERENCE = new RegExp(
  `^(${PATH}(?:/${PATH})*)(?::(\\w[\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
);

/**
 * Parses a reference by the distribution grammar (distribution/reference): the part before the first slash is a
 * registry if it has a dot or a port or is `localhost`, so that `localhost:5000/app` has a port and no tag.
 * `undefined` where the text is no reference.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const slash = text.indexOf('/');
  const first = slash === -1 ? '' : text.slice(0, slash);
  const hasRegistry = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const match = REFERENCE.exec(hasRegistry ? text.slice(slash + 1) : text);
  if (!match || (hasRegistry && !WHOLE_HOST.test(first))) return undefined;
  return { registry: hasRegistry ? first : undefined, repository: match[1] ?? '', tag: match[2], digest: match[3] };
}

/** Text that stands for an image still to be filled in, by a person, an injector or another tool. */
export function isPlaceholder(text: string): boolean {
  return text === '' || text === 'auto' || /[$<>{}]|\s|^(?:REPLACE|YOUR|CHANGE)[-_]|^(?:TODO|IMAGE)$/i.test(text);
}

/** The reference with what Docker implies written out: `nginx` is `docker.io/library/nginx`. */
export function qualified(text: string): string {
  const name = text.split(/[:@]/, 1)[0] ?? '';
  return name.includes('/') ? `docker.io/${text}` : `docker.io/library/${text}`;
}
