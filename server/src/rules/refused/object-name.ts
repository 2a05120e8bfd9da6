/** Whether a text can be the name of a ConfigMap or Secret: a DNS subdomain (RFC 1123) in lower case. */
export function isObjectName(text: string): boolean {
  return text.length <= LONGEST && SUBDOMAIN.test(text);
}

/** Whether a text can be a key of a ConfigMap or Secret. */
export function isDataKey(text: string): boolean {
  return text.length <= LONGEST && /^(?!\.\.|\.$)[-._a-zA-Z0-9]+$/.test(text);
}

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const LONGEST = 253;
