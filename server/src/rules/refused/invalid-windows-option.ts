import { examplePod } from '../example';
import { links } from '../links';
import { literal, refusedRule } from './refused-rule';
import { securityContextsOf } from './security-contexts';

const LONGEST_SPEC = 64 * 1024;
const LONGEST_DOMAIN = 255;
const LONGEST_USER = 104;

/** What the API server says against a value; `undefined` if it accepts it. */
type Check = (text: string) => string | undefined;

const OPTIONS: Readonly<Record<string, Check>> = {
  gmsaCredentialSpecName: againstSpecName,
  gmsaCredentialSpec: againstSpec,
  runAsUserName: againstUser,
};

export const invalidWindowsOption = refusedRule({
  id: 'invalid-windows-option',
  title: 'A Windows user or credential that cannot exist',
  why: 'The API server refuses a pod whose `runAsUserName` is no name of a Windows user, or whose `gmsaCredentialSpecName` is no name of a Kubernetes object.',
  fix: 'Write the user as `USER` or `DOMAIN\\USER`, and the credential by the name of its object.',
  references: [links.windowsUser],
  examples: {
    bad: examplePod({
      container: 'securityContext:\n  windowsOptions:\n    runAsUserName: web@shop.example # error',
    }),
    good: examplePod({
      container: "securityContext:\n  windowsOptions:\n    runAsUserName: 'NT AUTHORITY\\NETWORK SERVICE'",
    }),
  },

  fields: ['windowsOptions'],
  *find(pod) {
    for (const { context, subject, container } of securityContextsOf(pod)) {
      for (const [name, against] of Object.entries(OPTIONS)) {
        const field = context.at('windowsOptions', name);
        const text = literal(field);
        const fault = text === undefined ? undefined : against(text);
        if (fault === undefined) continue;
        const because = `\`${name}\` of ${subject} ${fault}`;
        yield { field, ...(container && { container }), because, toDo: 'Correct it, or remove it' };
      }
    }
  },
});

function againstSpecName(text: string): string | undefined {
  const isName = text.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(text);
  return isName ? undefined : 'is no name of an object: these have lower case letters, digits, `-` and `.`';
}

function againstSpec(text: string): string | undefined {
  if (text === '') return 'is empty';
  return bytesOf(text) > LONGEST_SPEC ? 'is longer than 64 KiB' : undefined;
}

function againstUser(text: string): string | undefined {
  if (text === '') return 'is empty';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  if (/[\0-\x1f\x7f]/.test(text)) return 'has a control character';
  const parts = text.split('\\');
  if (parts.length > 2) return 'has more than one backslash';
  const user = parts.at(-1) ?? '';
  const domain = parts.length === 2 ? parts[0] : undefined;
  if (domain !== undefined && !isDomain(domain)) return 'has a domain that is neither a NetBIOS nor a DNS name';
  if (user === '') return 'has no user behind its domain';
  if (bytesOf(user) > LONGEST_USER) return `has a user of more than ${LONGEST_USER} bytes`;
  if (/^[. ]+$/.test(user)) return 'has a user of nothing but dots and spaces';
  return /["/\\:;|=,+*?<>@[\]]/.test(user) ? 'has a user with one of the characters `"/:;|=,+*?<>@[]`' : undefined;
}

const NETBIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/u;
const DNS_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const DNS = new RegExp(`^${DNS_LABEL}(?:\\.${DNS_LABEL})*$`);

function isDomain(text: string): boolean {
  return bytesOf(text) <= LONGEST_DOMAIN && (NETBIOS.test(text) || DNS.test(text));
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
