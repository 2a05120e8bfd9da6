import { describe, expect, it } from 'vitest';
import { folderWith, run } from './run';

const MANIFESTS = {
  'policy.yaml': `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: ours }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }
  validations:
    - expression: object.spec.containers.all(c, c.image.startsWith('registry.example.com/'))
      message: only ours
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: ours }
spec:
  policyName: ours
  validationActions: [Deny]
  matchResources: { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }
`,
  'web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  template:
    spec:
      initContainers: [{ name: setup, image: "docker.io/setup:1" }]
      containers: [{ name: web, image: "registry.example.com/web:1" }, { name: log, image: "docker.io/log:1" }]
`,
  'bank.yaml': `apiVersion: v1
kind: Pod
metadata: { name: teller, namespace: bank }
spec: { containers: [{ name: teller, image: "docker.io/teller:1" }] }
`,
};

describe('gates', () => {
  it('is a table of what each policy makes of each image', async () => {
    const { stdout, code } = await run(['gates'], folderWith(MANIFESTS));
    expect(code).toBe(0);
    expect(stdout).toBe(
      `NAMESPACE  WORKLOAD        CONTAINER  IMAGE                       GATE                            VERDICT      REASON
bank       Pod teller      teller     docker.io/teller:1          -                               not gated
shop       Deployment web  setup      docker.io/setup:1           ValidatingAdmissionPolicy/ours  not checked  it does not check this list of containers
shop       Deployment web  web        registry.example.com/web:1  ValidatingAdmissionPolicy/ours  admitted
shop       Deployment web  log        docker.io/log:1             ValidatingAdmissionPolicy/ours  refused      only ours
`,
    );
  });

  it('is JSON for scripts', async () => {
    const { stdout } = await run(['gates', '--format', 'json', '.'], folderWith(MANIFESTS));
    const report: { version: number; images: { container: string }[] } = JSON.parse(stdout);
    expect(report.version).toBe(1);
    expect(report.images.find(({ container }) => container === 'log')).toEqual({
      file: 'web.yaml',
      resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
      container: 'log',
      list: 'containers',
      image: 'docker.io/log:1',
      state: 'gated',
      gates: [
        {
          gate: 'ValidatingAdmissionPolicy/ours',
          file: 'policy.yaml',
          applies: 'yes',
          verdict: 'rejects',
          denies: true,
          failsOpen: false,
          reason: 'only ours',
        },
      ],
    });
  });

  it('has a line for each image and policy, however many there are', async () => {
    const policies = Array.from({ length: 400 }, (_, index) =>
      MANIFESTS['policy.yaml'].replaceAll('ours', `ours-${index}`),
    );
    const pods = Array.from({ length: 400 }, (_, index) =>
      MANIFESTS['bank.yaml'].replaceAll('bank', 'shop').replaceAll('teller', `teller-${index}`),
    );
    const folder = folderWith({ 'policies.yaml': policies.join('---\n'), 'pods.yaml': pods.join('---\n') });
    const { stdout } = await run(['gates'], folder);
    expect(stdout.split('\n')).toHaveLength(1 + 400 * 400 + 1);
    const json = await run(['gates', '--format', 'json'], folder);
    expect(JSON.parse(json.stdout).images).toHaveLength(400);
  });

  it('are not written faster than they are read', async () => {
    const policies = Array.from({ length: 100 }, (_, index) =>
      MANIFESTS['policy.yaml'].replaceAll('ours', `ours-${index}`),
    );
    const pods = Array.from({ length: 300 }, (_, index) =>
      MANIFESTS['bank.yaml'].replaceAll('bank', 'shop').replaceAll('teller', `teller-${index}`),
    );
    const folder = folderWith({ 'policies.yaml': policies.join('---\n'), 'pods.yaml': pods.join('---\n') });
    for (const format of ['text', 'json']) {
      let [unread, most, all] = [0, 0, 0];
      const stdout = (text: string): void => {
        unread += text.length;
        most = Math.max(most, unread);
        all += text.length;
      };
      const ready = async (): Promise<void> => {
        unread = 0;
      };
      await run(['gates', '--format', format], folder, '', { stdout, ready });
      expect(all).toBeGreaterThan(2_000_000);
      expect(most).toBeLessThan(200_000);
    }
  });

  it('says that kubectl refuses a pod whose YAML holds itself', async () => {
    const { stdout, stderr, code } = await run(
      ['gates'],
      folderWith({
        ...MANIFESTS,
        'self.yaml': `apiVersion: v1
kind: Pod
metadata: { name: endless, namespace: shop }
spec:
  containers: &all
    - name: endless
      image: nginx
      args: *all
`,
      }),
    );
    expect(code).toBe(0);
    expect(stderr).toContain('skipped self.yaml: Line 8 is refused by kubectl: this alias is inside');
    expect(stdout).not.toContain('endless');
  });

  it('judges images by what kustomizations make of them, in the namespace that they go to', async () => {
    const { stdout } = await run(
      ['gates'],
      folderWith({
        'policy.yaml': MANIFESTS['policy.yaml'],
        'base/pod.yaml': MANIFESTS['bank.yaml'],
        'base/kustomization.yaml': 'resources: [pod.yaml]\n',
        'shop/kustomization.yaml':
          'resources: [../base]\nnamespace: shop\nimages: [{ name: docker.io/teller, newName: registry.example.com/teller }]\n',
      }),
    );
    expect(stdout).toContain(
      'shop       Pod teller  teller     registry.example.com/teller:1  ValidatingAdmissionPolicy/ours  admitted',
    );
  });

  it('refuses what it does not know', async () => {
    const { code, stderr } = await run(['gates', '--format', 'xml'], folderWith(MANIFESTS));
    expect(code).toBe(2);
    expect(stderr).toContain('`--format xml` is not known');
    expect((await run(['gates', '--fix'], folderWith(MANIFESTS))).code).toBe(2);
  });
});
