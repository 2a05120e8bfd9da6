import fc from 'fast-check';
import { parseConfiguration } from '../../../server/src/configuration/configuration';
import { Configurations } from '../../../server/src/configuration/configurations';
import { toAnalysisOptions, toMaxFiles, toRegistrySettings } from '../../../server/src/language/settings';
import { RULES } from '../../../server/src/rules/index';
import { DEFAULT_OPTIONS } from '../../../server/src/rules/options';
import { made, oddJson, oddText } from '../grammar';
import { mutate } from '../mutate';
import { holds, type Target } from '../target';

const KEYS = [
  'rules',
  'kubernetesVersion',
  'podSecurity',
  'allowedRegistries',
  'images',
  'insecureRegistries',
  'maxFiles',
  ...RULES.slice(0, 8).map(({ id }) => id),
];
const LEAVES = ['error', 'warning', 'off', '1.30', 'restricted:v1.30', 'baseline', 'ghcr.io/x', 5000];
const json = oddJson(KEYS, LEAVES);
const file = fc
  .record({
    rules: fc.dictionary(
      fc.oneof(fc.constantFrom(...RULES.map(({ id }) => id)), oddText),
      fc.constantFrom('error', 'off', 'x', ''),
      { maxKeys: 4 },
    ),
    version: fc.constantFrom('1.30', '"1.30"', '1.999999', 'v1', '1.x', '[]'),
    level: fc.constantFrom('restricted', 'baseline:v1.30', 'privileged:latest', 'x', '{}'),
    registries: fc.array(oddText, { maxLength: 4 }),
  })
  .map(({ rules, version, level, registries }) => {
    const lines = Object.entries(rules).map(([id, severity]) => `  ${id}: ${severity}`);
    return `rules:\n${lines.join('\n')}\nkubernetesVersion: ${version}\npodSecurity: ${level}\nallowedRegistries: ${JSON.stringify(registries)}\n`;
  });

/** A configuration file; where it is JSON, the settings of an editor, too. */
export const configuration: Target = {
  name: 'configuration',
  kind: 'configuration files and settings',
  weight: 10,
  input(random) {
    const text = random.once(3) ? JSON.stringify(made(json, random)) : made(file, random);
    return random.once(2) ? text : mutate(text, random, [text]);
  },
  check(text, steps) {
    const { problems } = steps.run('parse', () => parseConfiguration(text));
    const lines = text.split(/\n/).length;
    for (const { message, start, end } of problems) {
      holds(message.length < 3000, `A message has ${message.length} characters.`);
      holds(
        start.line >= 0 && start.character >= 0 && start.line <= end.line && end.line <= lines,
        'A problem stands nowhere.',
      );
    }
    const all = new Configurations(DEFAULT_OPTIONS);
    all.update('file:///a/.sidecar-guard.yaml', text);
    const options = steps.run('apply', () => all.optionsFor('file:///a/b/c.yaml'));
    holds(options.severities instanceof Map && Number.isSafeInteger(options.kubernetesMinor), 'The options are none.');
    const settings = asJson(text);
    steps.run('settings', () => [
      toAnalysisOptions(settings),
      toMaxFiles(settings),
      toRegistrySettings(settings, settings),
    ]);
  },
};

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
