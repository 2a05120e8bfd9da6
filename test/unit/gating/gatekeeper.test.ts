import { describe, expect, it } from 'vitest';
import { BAD, constraint, pod, repos } from './constraints';
import { decide, placeOf, verdictsOf } from './deciding';

const DIGEST = `sha256:${'0'.repeat(64)}`;

describe('K8sAllowedRepos', () => {
  it.each([
    ['registry.example.com/app:1', 'admits'],
    ['docker.io/library/nginx:1', 'rejects'],
    ['nginx', 'rejects'],
    ['registry.example.com.evil.io/app:1', 'rejects'],
    ['evil.io/registry.example.com/app:1', 'rejects'],
  ])('decides about %s: %s', (image, verdict) => {
    expect(verdictsOf(repos(), pod(image))).toBe(verdict);
  });

  it('compares beginnings, so that a registry without a slash lets others in', () => {
    const open = constraint('K8sAllowedRepos', 'repos: [registry.example.com]');
    expect(verdictsOf(open, pod('registry.example.com.evil.io/app'))).toBe('admits');
  });

  it('takes the image as it is written, not as Docker reads it', () => {
    const library = constraint('K8sAllowedRepos', 'repos: [docker.io/library/]');
    expect(verdictsOf(library, pod('nginx:1'))).toBe('rejects');
    expect(verdictsOf(library, pod('docker.io/library/nginx:1'))).toBe('admits');
  });

  it('says what it compared with, and points there', () => {
    expect(decide(repos(), BAD)).toEqual([
      'Gatekeeper K8sAllowedRepos/c denies, fails open: docker.io/library/nginx:1.25 rejects (none of its `repos` allows it)',
    ]);
    expect(placeOf(repos(), BAD)).toBe('["registry.example.com/"]');
    expect(decide(repos(), pod('registry.example.com/app'))).toEqual([
      'Gatekeeper K8sAllowedRepos/c denies, fails open: registry.example.com/app admits (its `repos` include `registry.example.com/`)',
    ]);
    expect(placeOf(repos(), pod('registry.example.com/app'))).toBe('"registry.example.com/"');
  });

  it('refuses everything by an empty list, and nothing without one', () => {
    expect(verdictsOf(constraint('K8sAllowedRepos', 'repos: []'), BAD)).toBe('rejects');
    expect(decide(constraint('K8sAllowedRepos', ''), BAD)[0]).toContain(
      'admits (it has no `repos`, and its template denies nothing without it)',
    );
  });

  it.each(['containers', 'initContainers', 'ephemeralContainers'])('looks at %s', (list) => {
    const others = list === 'containers' ? '' : `, ${list}: [{ name: i, image: evil/x }]`;
    const image = list === 'containers' ? 'evil/x' : 'registry.example.com/a';
    expect(verdictsOf(repos(), pod(image, 'name: web', others))).toContain('rejects');
  });

  it('does not know what a placeholder or an expression will be', () => {
    const unknown = pod('auto');
    expect(decide(repos(), unknown)[0]).toContain('unknown (the image is not filled in yet)');
  });
});

describe('K8sAllowedReposv2', () => {
  const allowed = constraint('K8sAllowedReposv2', 'allowedImages: ["registry.example.com/*", "ubuntu:20.14", "a*b"]');

  it.each([
    ['registry.example.com/team/app:1', 'admits'],
    ['ubuntu:20.14', 'admits'],
    ['ubuntu:20.14-evil', 'rejects'],
    ['registry.example.com.evil.io/app', 'rejects'],
    ['axb', 'rejects'],
    ['a*b', 'admits'],
  ])('decides about %s: %s', (image, verdict) => {
    expect(verdictsOf(allowed, pod(image))).toBe(verdict);
  });
});

describe('K8sAllowedReposV2', () => {
  const sources = constraint(
    'K8sAllowedReposV2',
    'repos: [registry.example.com, "ghcr.io/team/"], images: [nginx, quay.io/org/app]',
  );

  it.each([
    ['registry.example.com/team/app:1', 'admits'],
    ['registry.example.com.evil.io/app', 'rejects'],
    ['ghcr.io/team/app', 'admits'],
    ['ghcr.io/team-evil/app', 'rejects'],
    ['nginx', 'admits'],
    ['nginx:1.27', 'admits'],
    [`nginx@${DIGEST}`, 'admits'],
    ['nginx-evil', 'rejects'],
    ['nginx:5000/evil', 'rejects'],
    ['quay.io/org/app:1', 'admits'],
    ['quay.io/org/app/other', 'rejects'],
  ])('decides about %s: %s', (image, verdict) => {
    expect(verdictsOf(sources, pod(image))).toBe(verdict);
  });

  it('says why, and refuses everything without parameters', () => {
    expect(decide(sources, pod('evil'))[0]).toContain('rejects (none of its `repos` and `images` allows it)');
    expect(decide(sources, pod('nginx'))[0]).toContain('admits (its `images` include `nginx`)');
    expect(verdictsOf(constraint('K8sAllowedReposV2', ''), pod('nginx'))).toBe('rejects');
    const partly = constraint('K8sAllowedReposV2', 'repos: ["{{ .Values.repo }}"], images: [nginx]');
    expect(decide(partly, pod('nginx-evil'))[0]).toContain('unknown (a part of its `repos` cannot be read)');
    expect(verdictsOf(partly, pod('nginx:1'))).toBe('admits');
  });

  it('is not K8sAllowedReposv2', () => {
    const mixed = constraint('K8sAllowedReposV2', 'allowedImages: ["nginx*"]');
    expect(decide(mixed, pod('nginx'))[0]).toContain(
      "unknown (K8sAllowedReposV2 in Gatekeeper's library has no parameter `allowedImages`",
    );
  });
});

describe('K8sDisallowedRepos', () => {
  const disallowed = constraint('K8sDisallowedRepos', 'repos: ["k8s.gcr.io/"]');

  it('refuses what begins so and admits the rest', () => {
    expect(decide(disallowed, pod('k8s.gcr.io/pause'))[0]).toContain('rejects (its `repos` disallow `k8s.gcr.io/`)');
    expect(verdictsOf(disallowed, pod('registry.k8s.io/pause'))).toBe('admits');
    expect(verdictsOf(disallowed, pod('docker.io/k8s.gcr.io/x'))).toBe('admits');
  });

  it('has no second edition in the library', () => {
    const second = constraint('K8sDisallowedReposv2', 'disallowedImages: ["evil/*"]');
    expect(decide(second, pod('evil/x'))[0]).toContain(
      "unknown (Gatekeeper's library has no template for K8sDisallowedReposv2)",
    );
  });
});

describe('K8sDisallowedTags', () => {
  const tags = constraint('K8sDisallowedTags', 'tags: [latest], exemptImages: ["exempt:latest", "team/*"]');

  it.each([
    ['nginx:latest', 'rejects'],
    ['nginx', 'rejects'],
    ['nginx:1.25', 'admits'],
    // The library looks behind the last slash, so that a port is no tag.
    ['registry.example.com:5000/nginx', 'rejects'],
    ['registry.example.com:5000/nginx:1', 'admits'],
    [`nginx:latest@${DIGEST}`, 'admits'],
    [`nginx@${DIGEST}`, 'admits'],
    ['exempt:latest', 'skips'],
    ['exempt:latest2', 'admits'],
    ['team/app', 'skips'],
    ['docker.io/team/app', 'rejects'],
  ])('decides about %s: %s', (image, verdict) => {
    expect(verdictsOf(tags, pod(image))).toBe(verdict);
  });

  it('says why', () => {
    expect(decide(tags, pod('nginx'))[0]).toContain('rejects (the image has no tag)');
    expect(decide(tags, pod('nginx:latest'))[0]).toContain('rejects (its `tags` disallow `latest`)');
    expect(decide(tags, pod('team/app'))[0]).toContain('skips (it exempts `team/*`)');
  });

  it('refuses images without a tag also where no tags are listed', () => {
    expect(verdictsOf(constraint('K8sDisallowedTags', ''), pod('nginx'))).toBe('rejects');
  });
});

describe('K8sImageDigests', () => {
  const digests = constraint('K8sImageDigests', 'exemptImages: ["team/*"]');

  it.each([
    [`nginx@${DIGEST}`, 'admits'],
    ['nginx:1.25', 'rejects'],
    ['team/app', 'skips'],
  ])('decides about %s: %s', (image, verdict) => {
    expect(verdictsOf(digests, pod(image))).toBe(verdict);
  });
});
