/** Replaces a credential. */
const REDACTED = '[redacted]';

/** A value: a block of YAML, a list of JSON, a quoted text (also with escaped quotes), or an unquoted text. */
const VALUE = String.raw`(?!\[redacted\])(?:\[[^\]\r\n]{1,2000}\]|[|>][-+\d]{0,2}[ \t]*(?:\r?\n[ \t]+[^\r\n]*)+|"(?:[^"\\\n]|\\.)*"|\\{1,7}"[^"\n]*"|'[^'\n]*'|[^\s"',;&}\\]+)`;
/** The separators between a name and its value: `=`, `: `, `":"`, `:=`, `=>`, `%3D`. */
const IS = String.raw`\\{0,7}["']?[ \t\u00a0]{0,4}(?::=|=>|=(?!>)|:(?!=)|%3[ad](?:%20|\+)?)[ \t\u00a0]*`;

/** The ends of the names of secrets, in flags, YAML, JSON, queries and environment variables. */
const SECRET =
  'passw(?:or)?d(?:_[a-z\\d]{1,30})?|passphrase|passcode|(?<![a-z])(?:pass|pwd|otp)|x-amz-signature|secret(?:[_-]?(?:access[_-]?)?(?:key|id))?|client-(?:key|certificate)-data|(?:api|account|sharedaccess|subscription|private)[_-]?key|sharedaccesssignature|assertion|samlresponse|_auth|["\']auth(?=["\'])';
const TOKEN = 'token(?:-data)?';
/** Not a value, but a sentence: "Error loading SSO Token: Token for dev does not exist". */
const SENTENCE = '(?![a-z]+ [a-z])';

/** Each pattern begins with a fixed text, or has a limit, so its time is linear in the length of the text. */
const CREDENTIALS: readonly [RegExp, string][] = [
  [
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
    REDACTED,
  ],
  // Headers, as kubectl writes them with -v=8 and more. kubectl masks only some of them.
  [
    /(authorization["']?: {0,4}(?:digest|aws4-hmac-sha\d{3}|hawk|oauth|mac|signature) {1,4})(?!\[redacted\])[^\r\n]{1,8000}/gi,
    `$1${REDACTED}`,
  ],
  [/(authorization\W{1,4}[a-z]{1,20} {1,4})[^\s"'<[]+/gi, `$1${REDACTED}`],
  [/\b(bearer|basic) {1,4}(?=\S*\d|\S{20})[\w.~+/=:-]{6,}/gi, `$1 ${REDACTED}`],
  // A header without a scheme, and a token that a sentence quotes.
  [
    /(authorization["']?[:=]["' ]{0,4})(?![\w-]{1,20} )(?=[^\s"',;]{0,60}\d|[^\s"',;]{20})[^\s"',;[]{8,2000}/gi,
    `$1${REDACTED}`,
  ],
  [/(\btoken ["'`]?)(?=[^\s"'`]{0,40}\d)[\w.~+/=-]{16,2000}/gi, `$1${REDACTED}`],
  // JSON Web Tokens: three parts in base64url, the first one is a JSON object.
  [/(?<![\w-])eyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)*/g, REDACTED],
  // Tokens of EKS, OpenShift, Google, AWS and GitHub, by their beginning.
  [/\b(?:k8s-aws-v1\.[\w-]+|sha256~[\w-]{20,}|ya29\.[\w-]+|(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_\w{20,})/g, REDACTED],
  // Tokens of GitLab, Slack, npm, Google, DigitalOcean, Docker, Vault, GitHub and OAuth, by their beginning.
  [
    /\b(?:gl(?:pat|cbt|dt|rt|soat|ptt|agent)-[\w-]{16,}|xox[a-z]-[\w-]{10,}|xapp-[\w-]{10,}|npm_\w{20,}|AIza[\w-]{30,}|do[opr]_v1_\w{20,}|dckr_(?:pat|oat)_[\w-]{16,}|hv[sbr]\.[\w-]{16,}|github_pat_\w{20,}|1\/\/0[\w-]{20,})/g,
    REDACTED,
  ],
  // Tokens of age, Stripe, OpenAI and others, SendGrid, Grafana, Atlassian, PyPI and Shopify; PEM keys in base64.
  [
    /\b(?:AGE-SECRET-KEY-1\w{20,}|[sr]k_(?:live|test)_\w{10,}|sk-[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|glsa_\w{20,}|ATATT[\w=-]{20,}|pypi-\w{16,}|shp(?:at|ca|pa|ss)_\w{20,}|LS0tLS1CRUdJTi[\w+/=]{20,})/g,
    REDACTED,
  ],
  // A cookie header can have many cookies in one line.
  [/(\b(?:set-)?cookie2?["']?:(?! {0,4}\[redacted\]) {0,4})[^\r\n]{1,8000}/gi, `$1${REDACTED}`],
  // Azure's shared access signatures, in URLs.
  [/([?&;]sig=)[\w%+/=-]{1,2000}/gi, `$1${REDACTED}`],
  [/(:\/\/[^\s/:@]{0,200}):(?!\[redacted\])[^\s/]{1,2000}@/g, `$1:${REDACTED}@`],
  // A long user name without a password is a token.
  [/(:\/\/)(?=[^\s/:@]{0,200}\d)[^\s/:@[]{16,200}@/g, `$1${REDACTED}@`],
  [/([?&]code=)(?!\[redacted\])[^\s&"']{1,2000}/gi, `$1${REDACTED}`],
  [/(<passw(?:or)?d>)(?!\[redacted\])[^<]{1,2000}/gi, `$1${REDACTED}`],
  [new RegExp(`(--[\\w-]{0,40}(?:${SECRET}|${TOKEN})(?:[= ]|["'], {0,4}))${VALUE}`, 'gi'), `$1${REDACTED}`],
  [new RegExp(`((?:${SECRET})${IS})${VALUE}`, 'gi'), `$1${REDACTED}`],
  [new RegExp(`(${TOKEN}${IS})${SENTENCE}${VALUE}`, 'gi'), `$1${REDACTED}`],
];

/** Removes text that looks like a credential: the output of login programs can contain one. */
export function redact(text: string): string {
  return CREDENTIALS.reduce((rest, [credential, instead]) => rest.replace(credential, instead), text);
}
