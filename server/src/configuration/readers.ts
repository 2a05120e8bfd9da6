import { isMap, isSeq, type Node } from 'yaml';
import { findRule } from '../rules/index';
import { parseKubernetesVersion } from '../rules/kubernetes-version';
import { POD_SECURITY_LEVELS, parseLeveledVersion } from '../rules/permissions/pod-security';
import { SEVERITIES, type Severity } from '../rules/severity';
import { didYouMean } from '../rules/similar-rule';
import type { Configuration } from './configured';
import { looksLikeKey, mapEntriesOf, scalarOf, textOf } from './nodes';
import { readIgnored, readTexts } from './read-ignored';

/** Reports a mistake. */
type Fail = (message: string, node?: Node) => void;

/** Reads the value of a key of the file. */
type Reader = (value: Node | undefined, fail: Fail, remind: (message: string, node: Node) => void) => Configuration;

/** By the key of the file. */
export const READERS: ReadonlyMap<string, Reader> = new Map(
  Object.entries<Reader>({
    rules: (value, fail) => {
      if (value && !isMap(value) && scalarOf(value) !== null) fail('Write a map of rules and their severities.');
      const severities = new Map<string, Severity | 'off'>();
      for (const { key, keyNode, value: severity } of mapEntriesOf(value)) {
        const known = [...SEVERITIES, 'off' as const].find((name) => name === scalarOf(severity));
        if (!findRule(key))
          fail(
            `There is no rule ${looksLikeKey(key) ? `"${key}"` : 'of this name'}; run "sidecar-guard rules" to list the rules.${didYouMean(key)}`,
            keyNode,
          );
        else if (known) severities.set(key, known);
        else fail(`This is not a severity. Write one of ${[...SEVERITIES, 'off'].join(', ')}.`, severity);
      }
      return { severities };
    },
    kubernetesVersion: (value, fail) => {
      const kubernetesMinor = parseKubernetesVersion(textOf(value));
      if (kubernetesMinor === undefined) fail('This is not a version of Kubernetes. Write one such as "1.33".');
      return kubernetesMinor === undefined ? {} : { kubernetesMinor };
    },
    exclude: (value, fail) => ({
      exclude: readTexts(value, fail, 'Write a list of globs, such as [charts/, "*.gen.yaml"].'),
    }),
    ignore: (value, fail, remind) => ({ ignore: readIgnored(value, fail, remind) }),
    extends: (value, fail) => ({
      extends: readTexts(value, fail, 'Write the path of a configuration file in this repository.'),
    }),
    podSecurity: (value, fail) => {
      const podSecurity = parseLeveledVersion(textOf(value));
      if (!podSecurity)
        fail(
          `This is not a level. Write ${POD_SECURITY_LEVELS.join(', ')}, or one with a version such as baseline:v1.30.`,
        );
      return podSecurity ? { podSecurity } : {};
    },
    allowedRegistries: (value, fail) => {
      if (!isSeq(value)) {
        fail('Write a list of registries, such as [registry.example.com, ghcr.io/my-team].');
        return {};
      }
      const allowedRegistries = value.items.flatMap((item) => {
        const text = scalarOf(item as Node);
        if (typeof text === 'string') return [text];
        fail('Write the name of a registry.', item as Node);
        return [];
      });
      return { allowedRegistries };
    },
    requireDigest: (value, fail) => {
      const requireDigest = scalarOf(value);
      if (typeof requireDigest === 'boolean') return { requireDigest };
      fail('Write true or false.');
      return {};
    },
  }),
);
