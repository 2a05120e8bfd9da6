import { setValue } from '../../fixes/set-value';
import { links } from '../links';
import type { Rule } from '../rule';
import { LEVELS, parseLevel } from './pod-security';

const PREFIX = 'pod-security.kubernetes.io/';
const MODES = ['enforce', 'audit', 'warn'];

export const podSecurityLabelInvalid: Rule = {
  id: 'pod-security-label-invalid',
  category: 'permissions',
  severity: 'error',
  title: 'A Pod Security label that says nothing',
  why: 'The API server refuses a namespace whose level or version it does not know, and ignores a label with another name: the namespace then enforces nothing.',
  fix: 'The labels are `enforce`, `audit` and `warn` with `privileged`, `baseline` or `restricted`, and each with `-version` and `latest` or a version such as `v1.30`.',
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

  *resource(resource) {
    if (resource.kind !== 'Namespace' || resource.apiVersion !== 'v1') return;
    for (const { key, value } of resource.value.at('metadata', 'labels').entries) {
      if (!key.startsWith(PREFIX)) continue;
      const name = key.slice(PREFIX.length);
      const mode = name.replace(/-version$/, '');
      if (!MODES.includes(mode)) {
        const message = `The label "${key}" is unknown, so it does nothing. Write one of ${MODES.map((known) => `\`${PREFIX}${known}\``).join(', ')}.`;
        yield { at: value, ...(value.keySpan && { span: value.keySpan }), entry: value, message };
      } else if (name !== mode) {
        if (/^(?:latest|v1\.(?:0|[1-9]\d*))$/.test(value.string ?? '')) continue;
        const message = `"${value.label ?? ''}" is not a version of the Pod Security Standards, so the API server refuses the namespace. Write \`latest\`, or one such as \`v1.30\`.`;
        yield { at: value, entry: value, message };
      } else if (!parseLevel(value.string)) {
        const meant = LEVELS.find((level) => level === value.string?.trim().toLowerCase());
        yield {
          at: value,
          entry: value,
          message: `"${value.label ?? ''}" is not a Pod Security level, so the API server refuses the namespace. Write \`privileged\`, \`baseline\` or \`restricted\`.`,
          fixes: meant
            ? [
                {
                  title: `Write ${meant} (the level takes effect)`,
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
