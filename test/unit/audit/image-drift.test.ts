import { describe, expect, it } from 'vitest';
import { APP, auditOf, brief, DIGEST, deployment, type Running } from './auditing';

const runs = (image: string, more: Partial<Running> = {}): Running => {
  const spec = { containers: [{ ...APP, image }] };
  return { spec, template: spec, ...more };
};
const wants = (image: string): Record<string, string> => ({
  'web.yaml': deployment({ containers: [{ ...APP, image }] }),
});
/** What the runtime says the container is, in how many pods. */
const statuses = (images: Record<string, number>): Partial<Running> => ({
  statuses: [{ name: 'web', running: 1, ended: 0, images }],
});

describe('an image that is not the one of the manifest', () => {
  it.each([
    ['web:1', 'web:2', 'warning', 'Different image tag: '],
    ['web', 'web:2', 'warning', 'Different image tag: '],
    ['a/web:1', 'b/web:1', 'error', 'Image from another place: '],
    ['docker.io/a/web:1', 'evil.example.com/a/web:1', 'error', 'Image from another place: '],
    ['a/web:1', 'a/miner:1', 'error', 'Different image: '],
    [`web@${DIGEST('a')}`, `web@${DIGEST('b')}`, 'error', 'Different image digest: '],
    [`web:1@${DIGEST('a')}`, 'web:1', 'warning', 'Image is no longer pinned: '],
    ['web:1', `web@${DIGEST('a')}`, 'information', 'Image may be different (a tag and a digest cannot be compared): '],
  ])('is found: %s wanted, %s runs', (wanted, running, severity, text) => {
    const { findings } = auditOf([runs(running)], wants(wanted));
    expect(findings).toMatchObject([{ finding: 'image-drift', severity, container: 'web', manifest: { line: 0 } }]);
    expect(findings[0]?.message).toContain(text);
    expect(findings[0]?.message).toContain(
      `has the image ${running}, like the template of its ReplicaSet, but its manifest declares ${wanted}.`,
    );
  });

  it.each([
    ['web:1', 'web:1'],
    ['web', 'docker.io/library/web:latest'],
    ['web:1', `web:1@${DIGEST('a')}`],
    [`web:1@${DIGEST('a')}`, `web@${DIGEST('a')}`],
    ['auto', 'istio/proxyv2:1'],
  ])('is none: %s wanted, %s runs', (wanted, running) => {
    expect(auditOf([runs(running)], wants(wanted)).findings).toEqual([]);
  });

  it('is said of its own container, and not of a template that says something else', () => {
    const both = { containers: [{ ...APP, name: 'first' }, APP] };
    const text = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers:
        - { name: first, image: "registry.example.com/web:1" }
        - { name: web, image: "registry.example.com/web:0" }
`;
    const { findings } = auditOf([{ spec: both, template: { containers: [] } }], { 'web.yaml': text });
    expect(findings).toMatchObject([{ container: 'web', manifest: { file: 'web.yaml', line: 8 } }]);
    expect(findings[0]?.message).toContain('has the image registry.example.com/web:1 but its manifest declares');
    // Replicas that differ are said where the manifest has their container, too.
    const images = { [`x@${DIGEST('a')}`]: 1, [`x@${DIGEST('b')}`]: 1 };
    const replicas = auditOf([{ spec: both, ...statuses(images) }], { 'web.yaml': text.replace(':0', ':1') });
    expect(replicas.findings).toMatchObject([{ container: 'web', manifest: { file: 'web.yaml', line: 8 } }]);
  });

  it('is compared with what kustomizations make of it', () => {
    const kustomized = (newTag: string): Record<string, string> => ({
      ...wants('registry.example.com/web:1'),
      'kustomization.yaml': `resources: [web.yaml]\nimages: [{ name: registry.example.com/web, newTag: "${newTag}" }]\n`,
    });
    expect(auditOf([runs('registry.example.com/web:2')], kustomized('2')).findings).toEqual([]);
    expect(brief(auditOf([runs('registry.example.com/web:2')], kustomized('3')))).toEqual(['warning image-drift web']);
  });

  it('is compared with the template where there is no manifest: pods can be changed while they run', () => {
    const changed = runs('evil/miner', { template: { containers: [APP] } });
    expect(brief(auditOf([changed]))).toEqual(['error image-drift web']);
    expect(auditOf([changed]).findings[0]?.message).toMatch(
      /has the image evil\/miner but the template of its ReplicaSet declares .* so applying the manifest changes nothing\. Find out who changed it, and delete the pod\.$/,
    );
    expect(auditOf([runs('evil/miner', { isOnItsOwn: true })]).findings).toEqual([]);
  });
});

describe('the remedy for an image', () => {
  const patched = { ...runs('web:2'), template: { containers: [{ ...APP, image: 'web:1' }] } };
  const remedy = (running: Running): string =>
    auditOf([running], wants('web:1')).findings[0]?.message.split('declares web:1. ')[1] ?? '';

  it('is the manifest only where the workload was changed, and not the pod', () => {
    expect(remedy(runs('web:2'))).toBe('Apply the manifest, or change it to the intended image.');
    expect(remedy({ ...runs('web:2'), isOnItsOwn: true, workload: { kind: 'Deployment', name: 'web' } })).toBe(
      'Apply the manifest, or change it to the intended image.',
    );
    expect(remedy(patched)).toBe(
      'It was changed in the pod or when the pod was created, so applying the manifest changes nothing. Find out who changed it, and delete the pod.',
    );
    expect(remedy({ ...runs('web:2'), template: undefined })).toMatch(/If the pod keeps its image, .* delete the pod/);
  });

  it('names the client that changed the pod', () => {
    expect(remedy({ ...patched, imageChangedBy: { web: 'kubectl-patch' } })).toBe(
      'It was changed in the pod itself by the client "kubectl-patch", so applying the manifest changes nothing. Find out in the audit log of the API server who used this client, and delete the pod.',
    );
  });
});

describe('an image that a template leaves open', () => {
  it.each(['auto', '', '$IMAGE'])('is not compared while it is a placeholder: %s', (image) => {
    const gateway = { containers: [{ name: 'istio-proxy', image }] };
    const spec = { containers: [{ name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.27.0' }] };
    const manifest = deployment(gateway);
    expect(auditOf([{ spec, template: gateway }]).findings).toEqual([]);
    expect(auditOf([{ spec, template: gateway }], { 'web.yaml': manifest }).findings).toEqual([]);
  });
});

describe('a digest that the runtime gives', () => {
  it("may be the platform's part of the pinned one: that can't be told, and is no finding", () => {
    const pinned = `registry.example.com/web@${DIGEST('a')}`;
    const other = auditOf([runs(pinned, statuses({ [`registry.example.com/web@${DIGEST('b')}`]: 1 }))], wants(pinned));
    expect(other.findings).toEqual([]);
    expect(other.notCompared).toMatchObject([{ reason: expect.stringContaining(`pinned to ${DIGEST('a')}`) }]);
    const same = auditOf([runs(pinned, statuses({ [`docker-pullable://x/web@${DIGEST('a')}`]: 1 }))], wants(pinned));
    expect(same).toMatchObject({ findings: [], notCompared: [] });
  });
});

describe('replicas', () => {
  const [a, b] = [`registry.example.com/web@${DIGEST('a')}`, `registry.example.com/web@${DIGEST('b')}`];

  it('that run different images under one name are found, with how many of each', () => {
    const { findings } = auditOf([runs(APP.image, { ...statuses({ [a]: 1, [b]: 3 }), pods: 4 })]);
    expect(findings).toMatchObject([
      { finding: 'image-drift', severity: 'warning', container: 'web', pods: { count: 4 } },
    ]);
    expect(findings[0]?.message).toContain(
      `Replicas run different images: the image ${APP.image} of the container "web" is ${DIGEST('b')} in 3 pods and ${DIGEST('a')} in 1 pod.`,
    );
  });

  it('are compared with those that differ elsewhere, too', () => {
    const injected = { ...runs(APP.image, statuses({ [b]: 1 })), annotations: { x: 'y' } };
    expect(brief(auditOf([runs(APP.image, statuses({ [a]: 2 })), injected]))).toEqual(['warning image-drift web']);
    const elsewhere = { ...injected, namespace: 'bank' };
    expect(auditOf([runs(APP.image, statuses({ [a]: 2 })), elsewhere]).findings).toEqual([]);
  });

  it('are the same where their digests are, whatever the registry or runtime calls them', () => {
    const images = { [a]: 1, [`docker-pullable://mirror.example.com/web@${DIGEST('a')}`]: 2 };
    expect(auditOf([runs(APP.image, statuses(images))]).findings).toEqual([]);
    // What has not been pulled yet has no digest.
    expect(auditOf([runs(APP.image, statuses({}))]).findings).toEqual([]);
  });

  it('that are pinned, or of different releases, may have different digests', () => {
    const pinned = runs(`${APP.image}@${DIGEST('a')}`, statuses({ [a]: 1, [b]: 1 }));
    expect(auditOf([pinned]).findings).toEqual([]);
    const rollout = [
      runs('registry.example.com/web:1', statuses({ [a]: 1 })),
      runs('registry.example.com/web:2', statuses({ [b]: 1 })),
    ];
    expect(auditOf(rollout).findings).toEqual([]);
  });

  it('of runtimes that name configurations are compared by those, but not with digests', () => {
    const [one, two] = [DIGEST('c'), `docker://${DIGEST('d')}`];
    expect(brief(auditOf([runs(APP.image, statuses({ [one]: 1, [two]: 1 }))]))).toEqual(['warning image-drift web']);
    const mixed = auditOf([runs(APP.image, statuses({ [a]: 1, [one]: 1 }))]);
    expect(mixed.findings).toEqual([]);
    expect(brief(auditOf([runs(APP.image, statuses({ [a]: 1, [b]: 1, [one]: 1 }))]))).toEqual([
      'warning image-drift web',
    ]);
    expect(mixed.notCompared).toMatchObject([{ reason: expect.stringContaining('in different ways') }]);
  });
});
