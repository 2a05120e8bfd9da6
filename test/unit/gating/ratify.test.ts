import { describe, expect, it } from 'vitest';
import { decide, verdictsOf } from './deciding';

function constraint(match = 'kinds: [{ apiGroups: [""], kinds: [Pod] }], namespaces: ["*"]', rest = ''): string {
  return `apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: RatifyVerification\nmetadata: { name: signed }\nspec: { match: { ${match} }${rest} }\n`;
}
const POD = `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }
spec: { containers: [{ name: c, image: a.io/x }], initContainers: [{ name: i, image: a.io/i }], ephemeralContainers: [{ name: e, image: a.io/e }] }\n`;
const template = (...lists: readonly string[]): string =>
  `---\napiVersion: templates.gatekeeper.sh/v1\nkind: ConstraintTemplate\nmetadata: { name: ratifyverification }
spec: { crd: { spec: { names: { kind: RatifyVerification } } }, targets: [{ rego: "${lists.map((list) => `input.review.object.spec.${list}[_].image`).join('; ')}" }] }\n`;

describe('Ratify', () => {
  it('is asked by Gatekeeper, and alone knows the answer', () => {
    expect(decide(constraint(), POD)).toEqual([
      `Ratify RatifyVerification/signed denies, fails open: ${['a.io/i', 'a.io/x', 'a.io/e']
        .map((image) => `${image} unknown (only Ratify and the registry know whether the image is signed)`)
        .join('; ')}`,
    ]);
  });

  it('is asked only about what its constraint is about', () => {
    const pods = 'kinds: [{ apiGroups: [""], kinds: [Pod] }]';
    expect(verdictsOf(constraint(`${pods}, excludedNamespaces: [shop]`), POD)).toBe('does not apply');
    expect(verdictsOf(constraint(`${pods}, namespaceSelector: { matchLabels: { a: b } }`), POD)).toBe('may apply');
    expect(decide(constraint(undefined, ', enforcementAction: dryrun'), POD)[0]).toContain('signed reports');
  });

  it('is asked about the lists that its template has', () => {
    expect(verdictsOf(constraint() + template('containers', 'initContainers'), POD)).toBe('unknown unknown skips');
    expect(verdictsOf(constraint() + template('containers', 'initContainers', 'ephemeralContainers'), POD)).toBe(
      'unknown unknown unknown',
    );
  });

  it('is not asked without a constraint', () => {
    const verifier = 'apiVersion: config.ratify.deislabs.io/v1beta1\nkind: Verifier\nmetadata: { name: v }\n';
    expect(decide(verifier, POD)).toEqual([]);
  });
});
