import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { fixed } from '../fixing';
import { deployment, OURS, policy, THEIRS } from '../gating/admission-policies';
import { verdicts } from '../gating/verdicts';

const RULE = 'gate-stops-what-runs';
const ALL = "object.spec.containers.all(c, c.image.startsWith('registry.example.com/'))";
const rules = (operations: string, resources: string): string =>
  `resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: ${operations}, resources: ${resources} }]`;

describe(RULE, () => {
  it.each([
    ['changes of pods', policy(ALL), ['[CREATE, UPDATE]']],
    ['every operation on everything', policy(ALL, { constraints: rules('["*"]', '["*"]') }), ['["*"]']],
    ['creation only', policy(ALL, { constraints: rules('[CREATE]', '[pods]') }), []],
    ['ephemeral containers', policy(ALL, { constraints: rules('[CREATE, UPDATE]', '[pods/ephemeralcontainers]') }), []],
    ['other objects', policy(ALL, { constraints: rules('[CREATE, UPDATE]', '[podtemplates]') }), []],
    ['the old object', policy(`oldObject != null || ${ALL}`), []],
    ['the operation', policy(`request.operation == 'UPDATE' || ${ALL}`), []],
    ['no images', policy('object.spec.containers.all(c, has(c.resources))'), []],
  ])('a policy about %s', (_, text, expected) => {
    expect(see(text, RULE).map((one) => `${one.severity} ${one.text}`)).toEqual(
      expected.map((one) => `information ${one}`),
    );
  });

  it('its fix lets the API server accept the policy, which decides about new pods as before', () => {
    const text = policy(ALL).replace(/matchConstraints: \{ (.*) \}\n/, 'matchConstraints:\n    $1\n');
    const after = fixed(text, RULE) ?? '';
    expect(after).toContain('name: has-new-images');
    expect(see(after, RULE)).toEqual([]);
    expect(see(after, 'gate-not-accepted')).toEqual([]);
    for (const image of [OURS, THEIRS]) {
      const workload = deployment({ app: image });
      expect(verdicts(after + workload)).toEqual(verdicts(text + workload));
    }
  });
});
