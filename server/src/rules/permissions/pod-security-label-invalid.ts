import { setValue } from '../../fixes/set-value';
import { isUnknownValue } from '../../pod/unknown-value';
import { links } from '../links';
import type { Rule } from '../rule';
import { POD_SECURITY_LEVELS, parseLevel } from './pod-security';

const PREFIX = 'pod-security.kubernetes.io/';
const MODES = ['enforce', 'audit', 'warn'];

export const podSecurityLabelInvalid: Rule = {
  id: 'pod-security-label-invalid',
  category: 'permissions',
  severity: 'error',
  title: 'A Pod Security label with an unknown name or value',
  why: 'The API server refuses a namespace with an unknown level or version. It ignores a label with an unknown name, and the namespace then does not enforce the level that you want.',
  fix: 'Use the labels `enforce`, `audit` and `warn` with the value `privileged`, `baseline` or `restricted`. For a version, use the labels `enforce-version`, `audit-version` and `warn-version` with `latest` or a version such as `v1.30`.',
  references: [links.podSecurityAdmission],
  examples: {
    bad: `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/warn: Restricted # error
`,
    good: `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/warn: restricted
`,
  },

  kinds: ['Namespace'],
  *resource(resource) {
    if (resource.kind !== 'Namespace' || resource.apiVersion !== 'v1') return;
    const namespace = `namespace "${resource.name ?? ''}"`;
    for (const { key, value } of resource.value.at('metadata', 'labels').entries) {
      if (!key.startsWith(PREFIX) || isUnknownValue(value)) continue;
      const name = key.slice(PREFIX.length);
      const mode = name.replace(/-version$/, '');
      if (!MODES.includes(mode)) {
        const message = `No effect: the label \`${key}\` of ${namespace} is unknown. Use one of ${MODES.map((known) => `\`${PREFIX}${known}\``).join(', ')}.`;
        yield { at: value, ...(value.keySpan && { span: value.keySpan }), entry: value, message };
      } else if (name !== mode) {
        if (/^(?:latest|v1\.(?:0|[1-9]\d*))$/.test(value.string ?? '')) continue;
        const message = `Refused by the API server: ${namespace} has the unknown Pod Security version "${value.label ?? ''}". Use \`latest\` or a version such as \`v1.30\`.`;
        yield { at: value, entry: value, message };
      } else if (!parseLevel(value.string)) {
        const meant = POD_SECURITY_LEVELS.find((level) => level === value.string?.trim().toLowerCase());
        yield {
          at: value,
          entry: value,
          message: `Refused by the API server: ${namespace} has the unknown Pod Security level "${value.label ?? ''}". Use \`privileged\`, \`baseline\` or \`restricted\`.`,
          fixes: meant
            ? [
                {
                  title: `Use ${meant} (the API server then accepts the namespace)`,
                  isPreferred: false,
                  change: () => setValue(resource.document, value, meant),
                },
              ]
            : [],
        };
      }
    }
  },
};
