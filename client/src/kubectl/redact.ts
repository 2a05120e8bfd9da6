/** What stands in the place of a credential. */
const REDACTED = '[redacted]';

/** A value in quotes, or up to what can end a bare one. */
const VALUE = String.raw`(?:"[^"\n]*"|'[^'\n]*'|[^\s"',;&}]+)`;

/**
 * Names that a credential follows, in flags, YAML, JSON, headers, queries and environment variables. A lone "token" is
 * one of them, a "token" in the middle of a sentence is not: there is neither a colon nor an equals sign behind it.
 */
const NAMES = [
  '[\\w-]*token(?:-data)?',
  '[\\w-]*passw(?:or)?d',
  '[\\w-]*secret(?:[_-]?(?:access[_-]?)?key)?',
  'client-key-data',
  'client-certificate-data',
  'api[_-]?key',
  'assertion',
].join('|');

const CREDENTIALS: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  // Headers, as kubectl writes them with -v=8 and more.
  [/\b(bearer|basic|negotiate)\s+(?!<masked>)[\w.~+/=:-]{6,}/gi, `$1 ${REDACTED}`],
  // Three parts in base64url, of which the first is a JSON object.
  [/\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)*/g, REDACTED],
  // EKS, OpenShift, Google, AWS, GitHub: known by how they begin.
  [
    /\bk8s-aws-v1\.[\w-]+|\bsha256~[\w-]{20,}|\bya29\.[\w-]+|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_\w{20,}/g,
    REDACTED,
  ],
  [/(\b[a-z][a-z\d+.-]*:\/\/[^\s/:@]*):[^\s/@]+@/gi, `$1:${REDACTED}@`],
  [new RegExp(`(--(?:${NAMES})[= ])${VALUE}`, 'gi'), `$1${REDACTED}`],
  [
    new RegExp(String.raw`(\b(?:${NAMES})\\?["']?(?:[ \t]*=[ \t]*|:[ \t]*)\\?)(?!\[redacted\])${VALUE}`, 'gi'),
    `$1${REDACTED}`,
  ],
];

/** A text without what looks like a credential: what programs write about a login can have one in it. */
export function redact(text: string): string {
  return CREDENTIALS.reduce((rest, [credential, instead]) => rest.replace(credential, instead), text);
}
