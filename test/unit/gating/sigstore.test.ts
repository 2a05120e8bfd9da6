import { describe, expect, it } from 'vitest';
import { decide, placeOf, verdictsOf } from './deciding';

const DIGEST = `sha256:${'1'.repeat(64)}`;
const PASS = 'authorities: [{ static: { action: pass } }]';
const FAIL = 'authorities: [{ static: { action: fail, message: "not ours" } }]';
const KEYLESS = 'authorities: [{ name: ci, keyless: { url: https://fulcio.sigstore.dev } }]';

function cip(glob: string, rest: string, name = 'ours', version = 'v1beta1'): string {
  return `apiVersion: policy.sigstore.dev/${version}\nkind: ClusterImagePolicy\nmetadata: { name: ${name} }
spec: { images: [{ glob: "${glob}" }], ${rest} }\n`;
}
function pod(image: string, rest = ''): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: c, image: "${image}" }]${rest} }\n`;
}
function deployment(image: string): string {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop, labels: { tier: front } }
spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: c, image: "${image}" }] } } }\n`;
}
function namespace(labels: string): { namespaceYaml: string } {
  return { namespaceYaml: `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { ${labels} } }\n` };
}
const IN = namespace('policy.sigstore.dev/include: "true"');
const config = (value: string): string =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: config-policy-controller, namespace: cosign-system }\ndata: { no-match-policy: ${value} }\n`;

describe('a glob of a ClusterImagePolicy', () => {
  it.each([
    ['ghcr.io/ours/**', 'ghcr.io/ours/team/app:1', 'admits'],
    ['ghcr.io/ours/*', 'ghcr.io/ours/app:1', 'admits'],
    ['ghcr.io/ours/*', 'ghcr.io/ours/team/app:1', 'skips'],
    ['ghcr.io/*/app*', 'ghcr.io/ours/app:1', 'admits'],
    ['ghcr.io/*/app*', 'ghcr.io/ours/team/app:1', 'skips'],
    ['index.docker.io/localhost/**', 'localhost/app', 'admits'],
    ['ghcr.io/ours/app*', `ghcr.io/ours/app@${DIGEST}`, 'admits'],
    // The digest is part of what is compared.
    ['ghcr.io/ours/app', `ghcr.io/ours/app@${DIGEST}`, 'skips'],
    ['ghcr.io/*/app@**', 'ghcr.io/ours/app:1', 'unknown'],
    ['**', 'nginx', 'admits'],
    ['*', 'nginx', 'admits'],
    ['*', 'team/nginx', 'skips'],
    ['*/*', 'team/nginx', 'admits'],
    ['index.docker.io/library/nginx**', 'nginx:1.25', 'admits'],
    ['index.docker.io/library/*', 'docker.io/nginx', 'admits'],
    ['docker.io/library/*', 'docker.io/library/nginx', 'skips'],
    ['nginx*', 'nginx', 'skips'],
    ['registry.example.com/**', 'registry.example.com.evil.io/app', 'skips'],
    ['registry.example.com**', 'registry.example.com.evil.io/app', 'admits'],
    ['registry.example.com/**', 'registryxexample.com/app', 'skips'],
    ['ghcr.io/ours/app:**', 'ghcr.io/ours/app:1', 'skips'],
    ['**:1**', 'ghcr.io/ours/app:1', 'unknown'],
    ['**:1**', `ghcr.io/ours/app@${DIGEST}`, 'admits'],
    ['**a', `ghcr.io/ours/app@${DIGEST}`, 'skips'],
    ['localhost:5000/**', 'localhost:5000/app', 'admits'],
  ])('%s for %s: %s', (glob, image, verdict) => {
    expect(verdictsOf(cip(glob, PASS), pod(image), IN)).toBe(verdict);
  });

  it('with a tag is said to match nothing', () => {
    expect(decide(cip('ghcr.io/ours/app:v*', PASS), pod('ghcr.io/ours/app:v1'), IN)[0]).toContain(
      'skips (its glob `ghcr.io/ours/app:v*` matches the tag, but policy-controller compares the digest instead)',
    );
  });

  it('is asked in no time, whatever is written', () => {
    const glob = `${'*a'.repeat(60)}b`;
    const started = performance.now();
    verdictsOf(cip(glob, PASS), pod(`ghcr.io/${'a'.repeat(200)}`), IN);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('the authorities of a ClusterImagePolicy', () => {
  const of = (authorities: string): string =>
    decide(cip('ghcr.io/**', authorities), pod('ghcr.io/ours/app:1'), IN)[0] ?? '';

  it('decide where they are static', () => {
    expect(of(PASS)).toBe(
      'sigstore policy-controller ClusterImagePolicy/ours denies: ghcr.io/ours/app:1 admits (it admits all images that it matches (`static`))',
    );
    expect(of(FAIL)).toContain('rejects (not ours)');
    expect(of('authorities: [{ static: { action: fail } }]')).toContain(
      'rejects (it denies all images that it matches (`static`))',
    );
    expect(placeOf(cip('ghcr.io/**', FAIL), pod('ghcr.io/ours/app'), IN)).toBe('fail');
  });

  it('leave signatures to the registry', () => {
    expect(of(KEYLESS)).toContain('unknown (only the registry knows whether the image is signed by "ci")');
    expect(of('authorities: [{ key: { data: x } }]')).toContain(
      'unknown (only the registry knows whether the image is signed by its `key` authority',
    );
    expect(of('authorities: [{ key: { data: x }, attestations: [{ name: sbom }] }]')).toContain(
      'unknown (only the registry knows whether the image has the attestations by',
    );
  });

  it('are enough if one passes, and not evaluated with a policy over them', () => {
    expect(of('authorities: [{ key: { data: x } }, { static: { action: pass } }]')).toContain('app:1 admits');
    expect(of('authorities: [{ static: { action: fail } }, { key: { data: x } }]')).toContain('app:1 unknown');
    expect(of(`${PASS}, policy: { type: cue, data: x }`)).toContain('unknown (its `policy` in cue is not evaluated)');
    expect(of(`${FAIL}, policy: { type: cue, data: x }`)).toContain('app:1 rejects');
  });

  it('are not guessed', () => {
    expect(of('mode: enforce')).toContain(
      'unknown (it has no `authorities`, so policy-controller denies the image by default)',
    );
    expect(of('authorities: 5')).toContain('unknown (its `authorities` cannot be read)');
    expect(of('authorities: [{ static: { action: "{{ .Values.action }}" } }]')).toContain(
      'unknown (a part of its `authorities` cannot be read)',
    );
    expect(of('authorities: [x]')).toContain('unknown (a part of its `authorities` cannot be read)');
  });

  it('are only warned about in mode warn', () => {
    expect(of(`${FAIL}, mode: warn`)).toContain('ours reports: ghcr.io/ours/app:1 rejects');
  });

  it('are those of the older version, too', () => {
    expect(verdictsOf(cip('ghcr.io/**', FAIL, 'ours', 'v1alpha1'), pod('ghcr.io/app'), IN)).toBe('rejects');
  });
});

describe('policy-controller looks', () => {
  const image = 'ghcr.io/ours/app:1';
  const policy = cip('ghcr.io/**', FAIL);

  it('only into namespaces that ask for it', () => {
    expect(verdictsOf(policy, pod(image), IN)).toBe('rejects');
    expect(decide(policy, pod(image), namespace('a: b'))).toEqual(
      Array(2).fill(
        'sigstore policy-controller ClusterImagePolicy/ours does not apply: the namespace "shop" has no label `policy.sigstore.dev/include: "true"`',
      ),
    );
    expect(verdictsOf(policy, pod(image), namespace('policy.sigstore.dev/include: "false"'))).toBe('does not apply');
    expect(decide(policy, pod(image))[0]).toContain(
      'may apply (the result depends on the labels of the namespace "shop", whose manifest is not in this workspace) denies: ghcr.io/ours/app:1 rejects',
    );
  });

  it('where its webhook says, if the workspace has it', () => {
    const webhook = (selector: string, more = ''): string =>
      `---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: { name: policy.sigstore.dev }
webhooks: [{ name: policy.sigstore.dev, namespaceSelector: { matchExpressions: [${selector}] }${more} }]\n`;
    const optOut = webhook('{ key: policy.sigstore.dev/exclude, operator: DoesNotExist }');
    expect(verdictsOf(policy + optOut, pod(image), namespace('a: b'))).toBe('rejects');
    expect(verdictsOf(policy + optOut, pod(image), namespace('policy.sigstore.dev/exclude: x'))).toBe('does not apply');
    expect(verdictsOf(policy + optOut, pod(image))).toBe('may apply');
    const open = webhook('', ', failurePolicy: Ignore');
    expect(decide(policy + open, pod(image))[0]).toContain('denies, fails open');
    expect(decide(policy + optOut, pod(image), namespace('a: b'))[0]).not.toContain('fails open');
  });

  it.each(['initContainers', 'ephemeralContainers'])('at %s', (list) => {
    const more = pod('docker.io/app', `, ${list}: [{ name: i, image: "${image}" }]`);
    expect(verdictsOf(policy, more, IN).split(' ').sort()).toEqual(['rejects', 'skips']);
  });

  it('at no image that is still to be filled in', () => {
    expect(decide(policy, pod('auto'), IN)[0]).toContain('unknown (the image is not filled in yet)');
    expect(decide(cip('{{ .Values.glob }}', PASS), pod(image), IN)[0]).toContain(
      'unknown (its glob `` cannot be read)',
    );
    expect(decide(cip('[a-z]*', PASS), pod(image), IN)[0]).toContain('unknown (its glob `[a-z]*` cannot be read)');
  });
});

describe('an image that policy-controller can not read', () => {
  const all = cip('**', PASS);

  it.each([
    [
      `ghcr.io/o/app@sha512:${'1'.repeat(128)}`,
      'accepts only digests of `sha256:` with 64 lower-case hexadecimal digits',
    ],
    [
      `ghcr.io/o/app@sha256:${'A'.repeat(64)}`,
      'accepts only digests of `sha256:` with 64 lower-case hexadecimal digits',
    ],
    ['ghcr.io/o/app@sha256:123', 'accepts only digests of `sha256:` with 64 lower-case hexadecimal digits'],
    ['a', 'accepts only repository names of 2 to 255 characters'],
    ['ghcr.io/a:1', 'accepts only repository names of 2 to 255 characters'],
    [`ghcr.io/${'a'.repeat(256)}`, 'accepts only repository names of 2 to 255 characters'],
    ['ghcr.io/o/App', 'cannot read the repository `o/App`'],
    ['Localhost/app', 'cannot read the repository `Localhost/app`'],
    ['ghcr.io:x/app', 'cannot read the registry `ghcr.io:x`'],
    ['app:-x+', 'cannot read the tag `-x+`'],
  ])('is refused: %s', (image, reason) => {
    expect(decide(all, pod(image), IN)).toEqual([
      `sigstore policy-controller ClusterImagePolicy/ours denies: ${image} rejects (policy-controller ${reason})`,
      'sigstore policy-controller ClusterImagePolicy/ours does not apply: a ClusterImagePolicy matches each of its images',
    ]);
  });

  it.each(['aa', 'ghcr.io/aa', 'REG.example.com/app', 'nginx:', 'b'.repeat(64), `a/${'b'.repeat(253)}`])(
    'is not one that it takes: %s',
    (image) => {
      expect(verdictsOf(all, pod(image), IN)).toBe('admits');
    },
  );

  it('is refused even where policies only warn, and by none of those that are about others', () => {
    const image = 'ghcr.io/o/App';
    expect(decide(cip('**', `${PASS}, mode: warn`), pod(image), IN)[0]).toContain('ours denies: ghcr.io/o/App rejects');
    const ofJobs = cip('**', `${PASS}, match: [{ group: batch, version: v1, resource: jobs }]`);
    expect(decide(ofJobs, pod(image), IN)).toEqual([
      'sigstore policy-controller ClusterImagePolicy/ours does not apply: its `match` includes none of these objects',
      'sigstore policy-controller ClusterImagePolicy/ours denies: ghcr.io/o/App rejects (policy-controller cannot read the repository `o/App`)',
    ]);
  });
});

describe('`match` of a ClusterImagePolicy', () => {
  const matching = (match: string): string => cip('ghcr.io/**', `${FAIL}, match: [${match}]`) + config('allow');

  it.each([
    ['{ group: apps, version: v1, resource: deployments }', 'rejects'],
    ['{ group: apps, version: "*", resource: deployments }', 'rejects'],
    ['{ group: apps, version: v1beta1, resource: deployments }', 'does not apply'],
    ['{ group: batch, version: v1, resource: jobs }', 'does not apply'],
    ['{ group: batch, version: v1, resource: deployments }', 'does not apply'],
    ['{ version: v1, resource: pods }', 'rejects'],
    ['{ version: v1, resource: pods, selector: { matchLabels: { app: web } } }', 'rejects'],
    ['{ version: v1, resource: pods, selector: { matchLabels: { app: db } } }', 'does not apply'],
    ['{ group: apps, version: v1, resource: deployments, selector: { matchLabels: { tier: front } } }', 'rejects'],
    ['{ group: apps, version: v1, resource: deployments, selector: { matchLabels: { app: web } } }', 'does not apply'],
  ])('%s: %s', (match, verdict) => {
    expect(verdictsOf(matching(match), deployment('ghcr.io/ours/app'), IN)).toBe(verdict);
  });
});

describe('`match` that cannot be read', () => {
  it.each([
    'match: {{ .Values.match }}',
    'match: [{{ .Values.match }}]',
    'match: [{ version: v1, resource: "{{ .Values.resource }}" }]',
    'match: [{ version: v1, resource: pods, selector: {{ .Values.selector }} }]',
  ])('leaves the verdict open: %s', (match) => {
    expect(decide(cip('ghcr.io/**', `${FAIL}, ${match}`), pod('ghcr.io/app'), IN)[0]).toContain(
      'unknown (its `match` cannot be read)',
    );
  });
});

describe('an image that no policy is about', () => {
  const policy = cip('ghcr.io/**', PASS);

  it('is refused unless it is configured otherwise', () => {
    expect(decide(policy, pod('nginx'), IN)).toEqual([
      'sigstore policy-controller ClusterImagePolicy/ours denies: nginx skips (none of its globs matches the image)',
      'sigstore policy-controller ClusterImagePolicy/ours denies: nginx rejects (no ClusterImagePolicy matches the image in the Pod, so policy-controller denies it (`no-match-policy`))',
    ]);
    expect(decide(policy + config('deny'), pod('nginx'), IN)[1]).toContain('denies: nginx rejects');
    expect(decide(policy + config('warn'), pod('nginx'), IN)[1]).toContain(
      'reports: nginx rejects (no ClusterImagePolicy matches the image in the Pod, so policy-controller warns',
    );
    expect(decide(policy + config('allow'), pod('nginx'), IN)).toHaveLength(1);
    expect(decide(policy + config('typo'), pod('nginx'), IN)[1]).toContain('denies: nginx rejects');
  });

  it('is one that none of several is about, in one of the objects', () => {
    const other = `---\n${cip('index.docker.io/**', PASS, 'hub')}`;
    expect(decide(policy + other, pod('nginx'), IN).at(-1)).toContain(
      'does not apply: a ClusterImagePolicy matches each of its images',
    );
    const ofDeployments = cip('**', `${PASS}, match: [{ group: apps, version: v1, resource: deployments }]`);
    expect(decide(ofDeployments, deployment('nginx'), IN).at(-1)).toContain(
      'rejects (no ClusterImagePolicy matches the image in the ReplicaSet',
    );
    expect(decide(cip('{{ .Values.glob }}', PASS), pod('nginx'), IN).at(-1)).toContain(
      'unknown (it is not known whether a ClusterImagePolicy matches the image)',
    );
  });

  it('has to meet each policy that is about it', () => {
    const both = `${policy}---\n${cip('ghcr.io/ours/**', FAIL, 'strict')}`;
    expect(decide(both, pod('ghcr.io/ours/app'), IN).slice(0, 2)).toEqual([
      expect.stringContaining('ClusterImagePolicy/ours denies: ghcr.io/ours/app admits'),
      expect.stringContaining('ClusterImagePolicy/strict denies: ghcr.io/ours/app rejects'),
    ]);
  });
});
