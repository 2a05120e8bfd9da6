/** What stands in the place of a credential. */
const REDACTED = '[redacted]';

/** A value in quotes, also in those of a text in a text, or up to what can end a bare one. */
const VALUE = String.raw`(?!\[redacted\])(?:"(?:[^"\\\n]|\\.)*"|\\"[^"\n]*"|'[^'\n]*'|[^\s"',;&}\\]+)`;
/** What comes between a name and its value: `=`, `: `, `":"`. */
const IS = String.raw`\\?["']?(?:[ \t]*=|:)[ \t]*`;

/** How names of secrets end, in flags, YAML, JSON, queries and environment variables. */
const SECRET =
  'passw(?:or)?d|passphrase|x-amz-signature|secret(?:[_-]?(?:access[_-]?)?key)?|client-(?:key|certificate)-data|api[_-]?key';
const TOKEN = 'token(?:-data)?';
/** "Error loading SSO Token: Token for dev does not exist" is a sentence. */
const SENTENCE = '(?![a-z]+ [a-z])';

/** Each of them begins with something fixed, or is limited: the time that it takes grows with the text, not faster. */
const CREDENTIALS: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,20}PRIVATE KEY-----|$)/g, REDACTED],
  // Headers, as kubectl writes them with -v=8 and more; it masks those that it knows of itself.
  [/(authorization\W{1,4}[a-z]{1,20} {1,4})[^\s"'<[]+/gi, `$1${REDACTED}`],
  [/\b(bearer|basic) {1,4}(?=\S*\d|\S{20})[\w.~+/=:-]{6,}/gi, `$1 ${REDACTED}`],
  // Three parts in base64url, of which the first is a JSON object.
  [/(?<![\w-])eyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)*/g, REDACTED],
  // EKS, OpenShift, Google, AWS, GitHub: known by how they begin.
  [/\b(?:k8s-aws-v1\.[\w-]+|sha256~[\w-]{20,}|ya29\.[\w-]+|(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_\w{20,})/g, REDACTED],
  [/(:\/\/[^\s/:@]{0,200}):(?!\[redacted\])[^\s/@]{1,2000}@/g, `$1:${REDACTED}@`],
  [new RegExp(`(--[\\w-]{0,40}(?:${SECRET}|${TOKEN})[= ])${VALUE}`, 'gi'), `$1${REDACTED}`],
  [new RegExp(`((?:${SECRET})${IS})${VALUE}`, 'gi'), `$1${REDACTED}`],
  [new RegExp(`(${TOKEN}${IS})${SENTENCE}${VALUE}`, 'gi'), `$1${REDACTED}`],
];

/** A text without what looks like a credential: what programs write about a login can have one in it. */
export function redact(text: string): string {
  return CREDENTIALS.reduce((rest, [credential, instead]) => rest.replace(credential, instead), text);
}
