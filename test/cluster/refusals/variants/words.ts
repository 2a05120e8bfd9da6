import type { Variant } from '../variant.ts';

const word = (field: string, value: unknown): Variant => ({
  rule: 'unsupported-value',
  name: `${field} ${JSON.stringify(value)}`,
  set: { [`container.${field}`]: value },
});

export const words: readonly Variant[] = [
  ...['Always', 'IfNotPresent', 'Never', 'always', 'ifNotPresent', 'Sometimes', ' Always', '', null].map((value) =>
    word('imagePullPolicy', value),
  ),
  ...['File', 'FallbackToLogsOnError', 'file', 'FallBackToLogsOnError', 'Logs', '', null].map((value) =>
    word('terminationMessagePolicy', value),
  ),
];
