import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { deployment, OURS, policy, THEIRS } from './admission-policies';
import { verdicts } from './verdicts';

const GATE = policy(
  "(object.spec.containers + object.spec.?initContainers.orValue([])).all(c, c.image.startsWith('registry.example.com/'))",
);
const PODS = '{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }';

/** A MutatingAdmissionPolicy that adds a native sidecar, and its binding. */
function adding(image: string, spec = '', expression?: string): string {
  const container = `Object.spec.initContainers{name: 'mesh', image: '${image}', restartPolicy: 'Always'}`;
  const mutation =
    expression ?? `applyConfiguration: { expression: "Object{spec: Object.spec{initContainers: [${container}]}}" }`;
  return `---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: { name: mesh }
spec: { matchConstraints: { resourceRules: [${PODS}] }, ${spec}mutations: [{ ${mutation} }] }
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: { name: mesh }
spec: { policyName: mesh }
---
`;
}

const WORKLOAD = deployment({ app: OURS });
const conditions = (expression: string): string => `matchConditions: [{ name: c, expression: "${expression}" }], `;
const patch = (image: string): string =>
  `jsonPatch: { expression: "[JSONPatch{op: 'add', path: '/spec/containers/-', value: Object.spec.containers{name: 'mesh', image: '${image}'}}]" }`;

describe('a policy that adds a container comes before the gate', () => {
  it.each([
    ['whose image the gate admits', adding(OURS), 'ours: app admits'],
    [
      'whose image the gate denies',
      adding(THEIRS),
      `ours: app rejects - MutatingAdmissionPolicy/mesh adds the container "mesh" with the image ${THEIRS} first, which it does not admit`,
    ],
    ['of other pods', adding(THEIRS, conditions("object.metadata.namespace == 'other'")), 'ours: app admits'],
    [
      'of these pods',
      adding(THEIRS, conditions("object.metadata.namespace == 'shop'")),
      `ours: app rejects - MutatingAdmissionPolicy/mesh adds the container "mesh" with the image ${THEIRS} first, which it does not admit`,
    ],
    [
      'for some users',
      adding(THEIRS, conditions("request.userInfo.username == 'x'")),
      `ours: app unknown - MutatingAdmissionPolicy/mesh may add the container "mesh" with the image ${THEIRS} first`,
    ],
    [
      'with a patch',
      adding('', '', patch(THEIRS)),
      `ours: app unknown - MutatingAdmissionPolicy/mesh may add the container "mesh" with the image ${THEIRS} first`,
    ],
    ['with a patch, of an image that the gate admits', adding('', '', patch(OURS)), 'ours: app admits'],
    ['without a binding', adding(THEIRS).split('---\n').slice(0, 2).join('---\n').concat('---\n'), 'ours: app admits'],
  ])('%s', (_, mutating, expected) => {
    expect(verdicts(mutating + GATE + WORKLOAD)).toEqual([expected]);
  });

  it('in Kyverno and Gatekeeper, too, whose conditions are not evaluated', () => {
    const kyverno = `---
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: mesh }
spec: { rules: [{ name: r, match: { any: [{ resources: { kinds: [Pod] } }] }, mutate: { patchStrategicMerge: { spec: { containers: [{ name: mesh, image: "${THEIRS}" }] } } } }] }
---
`;
    const gatekeeper = `---
apiVersion: mutations.gatekeeper.sh/v1
kind: Assign
metadata: { name: mesh }
spec: { applyTo: [{ groups: [""], versions: [v1], kinds: [Pod] }], location: "spec.containers[name: mesh]", parameters: { assign: { value: { name: mesh, image: "${THEIRS}" } } } }
---
`;
    expect([kyverno, gatekeeper].flatMap((text) => verdicts(text + GATE + WORKLOAD))).toEqual(
      ['ClusterPolicy', 'Assign'].map(
        (kind) => `ours: app unknown - ${kind}/mesh may add the container "mesh" with the image ${THEIRS} first`,
      ),
    );
  });

  it('and the finding says which two policies contradict each other', () => {
    const [found] = see(adding(THEIRS) + GATE + WORKLOAD, 'image-gate-rejects');
    expect(found?.message).toContain('MutatingAdmissionPolicy/mesh adds the container "mesh"');
    expect(found?.message).toContain('Change one of the two policies.');
  });
});
