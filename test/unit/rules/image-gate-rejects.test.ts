import { describe, expect, it } from 'vitest';
import { see } from '../analyse';

const DIGEST = `sha256:${'a'.repeat(64)}`;

/** A policy in force on one namespace, and a pod in it. */
function workspace(image: string, { actions = '[Deny]', namespace = 'shop', policyOn = 'shop' } = {}): string {
  return `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: ${namespace} }
spec:
  containers:
    - name: web
      image: ${image}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: ours }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods] }] }
  validations:
    - expression: (object.spec.containers + object.spec.?initContainers.orValue([]) + object.spec.?ephemeralContainers.orValue([])).all(c, c.image.startsWith('registry.example.com/'))
      message: only ours
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: ours }
spec:
  policyName: ours
  validationActions: ${actions}
  matchResources: { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${policyOn} } } }
`;
}

const THEIRS = `docker.io/other/web@${DIGEST}`;
const OURS = `registry.example.com/web@${DIGEST}`;

describe('image-gate-rejects', () => {
  it('quotes the policy that refuses an image, at the image', () => {
    expect(see(workspace(THEIRS), 'image-gate-rejects')).toEqual([
      {
        rule: 'image-gate-rejects',
        severity: 'error',
        container: 'web',
        line: 7,
        text: THEIRS,
        message:
          'Refused: ValidatingAdmissionPolicy "ours" denies the image of container "web": only ours. Use an image that the policy admits.',
      },
    ]);
    expect(see(workspace(OURS), 'image-gate-rejects')).toEqual([]);
  });

  it('is a warning where the policy only reports, and nothing where it is not asked', () => {
    const [finding] = see(workspace(THEIRS, { actions: '[Audit]' }), 'image-gate-rejects');
    expect(finding?.severity).toBe('warning');
    expect(finding?.message).toContain(
      'Reported: ValidatingAdmissionPolicy "ours" reports the image of container "web"',
    );
    expect(see(workspace(THEIRS, { policyOn: 'bank' }), 'image-gate-rejects')).toEqual([]);
  });

  it('names every policy that refuses an image: who has pleased one would meet the next', () => {
    const kyverno = `---
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: theirs }
spec:
  validationFailureAction: Enforce
  rules:
    - name: no-docker-hub
      match: { any: [{ resources: { kinds: [Pod] } }] }
      validate: { message: not from Docker Hub, pattern: { spec: { containers: [{ image: "!docker.io/*" }] } } }
`;
    expect(see(workspace(THEIRS, { actions: '[Audit]' }) + kyverno, 'image-gate-rejects')).toMatchObject([
      {
        severity: 'error',
        message:
          'Refused: ClusterPolicy "theirs" denies the image of container "web": not from Docker Hub. Use an image that the policy admits. ValidatingAdmissionPolicy "ours" reports it, too: only ours.',
      },
    ]);
  });

  it('says where it is not the image that is refused', () => {
    const limits =
      '    - { expression: "object.spec.containers.all(c, has(c.resources.limits))", message: limits are missing }\n';
    const text = workspace(OURS).replace('      message: only ours\n', `      message: only ours\n${limits}`);
    expect(see(text, 'image-gate-rejects').map(({ message }) => message)).toEqual([
      'Refused: ValidatingAdmissionPolicy "ours" denies container "web": limits are missing. Change the container as the policy requires.',
    ]);
  });

  it('says which policy contradicts the list of the user', () => {
    const options = { allowedRegistries: ['docker.io/other'] };
    expect(see(workspace(THEIRS), 'image-gate-rejects', options)[0]?.message).toContain(
      'But `allowedRegistries` allows it: change the list or the policy.',
    );
    expect(see(workspace(OURS), 'registry-not-allowed', options)[0]?.message).toContain(
      'But the policy ValidatingAdmissionPolicy/ours admits it: change the list or the policy.',
    );
    // Whether it is asked depends on labels that the workspace does not say.
    const perhaps = workspace(OURS).replace('kubernetes.io/metadata.name: shop', 'team: shop');
    expect(see(perhaps, 'registry-not-allowed', options)[0]?.message).toContain(
      'does not include. Use an image from an allowed registry.',
    );
  });
});

describe('image-gate-missing', () => {
  it('is a warning where images are gated, but not these, and says by what', () => {
    const [finding, ...others] = see(workspace(OURS, { policyOn: 'bank' }), 'image-gate-missing');
    expect(others).toEqual([]);
    expect(finding?.severity).toBe('warning');
    expect(finding?.message).toContain(
      '(ValidatingAdmissionPolicy "ours": its selector excludes the namespace "shop")',
    );
    expect(see(workspace(OURS), 'image-gate-missing')).toEqual([]);
  });

  it('speaks where the conditions of the only policy leave the pod out', () => {
    const condition = `  matchConditions: [{ name: c, expression: "request.namespace != 'shop'" }]\n`;
    const text = workspace(OURS).replace('  validations:\n', `${condition}  validations:\n`);
    expect(see(text, 'image-gate-missing')[0]?.message).toContain(
      '(ValidatingAdmissionPolicy "ours": its `matchConditions` are not met)',
    );
  });
});
