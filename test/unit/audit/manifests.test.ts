import { describe, expect, it } from 'vitest';
import { APP, auditOf, brief, deployment, type Running } from './auditing';

const image = (tag: string): string => `registry.example.com/web:${tag}`;
const spec = (tag: string, ...more: object[]): object => ({ containers: [{ ...APP, image: image(tag) }, ...more] });
/** A Deployment that runs a tag as its template wants it. */
const runs = (tag: string, name = 'web', namespace = 'shop'): Running => ({
  namespace,
  workload: { kind: 'Deployment', name },
  spec: spec(tag),
  template: spec(tag),
});
const OPEN = { 'base/web.yaml': deployment(spec('1'), { name: 'web' }) };
const BASE = { ...OPEN, 'base/kustomization.yaml': 'resources: [web.yaml]\n' };
/** Kustomizations by their folders. */
const overlays = (texts: Readonly<Record<string, string>>): Record<string, string> => ({
  ...BASE,
  ...Object.fromEntries(Object.entries(texts).map(([folder, text]) => [`${folder}/kustomization.yaml`, text])),
});
const tag = (newTag: string): string => `images: [{ name: registry.example.com/web, newTag: "${newTag}" }]\n`;
const FROM_BASE = 'resources: [../base]\n';

describe('a manifest without a namespace', () => {
  it("is for the context's, and not compared with what has its name elsewhere; that is said", () => {
    const report = auditOf([runs('2'), runs('3', 'web', 'blog')], OPEN);
    expect(report.findings.map(({ namespace }) => namespace)).toEqual(['shop']);
    expect(report.notCompared).toEqual([
      {
        namespace: 'blog',
        workload: { kind: 'Deployment', name: 'web' },
        reason:
          'the manifest in base/web.yaml:1 has its name and no namespace, so it was only used for the namespace "shop"',
      },
    ]);
  });

  it('is for the namespace that is asked about', () => {
    expect(brief(auditOf([runs('2', 'web', 'blog')], OPEN, { namespace: 'blog' }))).toEqual([
      'warning image-drift web',
    ]);
  });

  it('is for none where no context says which', () => {
    const report = auditOf([runs('2')], OPEN, { defaultNamespace: undefined });
    expect(report.findings).toEqual([]);
    expect(report.notCompared[0]?.reason).toBe(
      'the manifest in base/web.yaml:1 has its name and no namespace, so it was not used',
    );
  });

  it('is not missed where another one has the namespace', () => {
    const own = { 'own.yaml': deployment(spec('3'), { name: 'web', namespace: 'blog' }) };
    const report = auditOf([runs('3', 'web', 'blog')], { ...OPEN, ...own });
    expect(report).toMatchObject({ findings: [], notCompared: [] });
  });
});

describe('what kustomizations build', () => {
  it('has the name that they give it', () => {
    const files = overlays({ prod: `${FROM_BASE}namePrefix: prod-\nnameSuffix: -v2\n` });
    expect(brief(auditOf([runs('2', 'prod-web-v2')], files))).toEqual(['warning image-drift web']);
    // That one belongs to another workload.
    expect(auditOf([runs('2')], files)).toMatchObject({ findings: [], notCompared: [] });
    const nested = { ...files, 'eu/kustomization.yaml': 'resources: [../prod]\nnamePrefix: eu-\n' };
    expect(brief(auditOf([runs('2', 'eu-prod-web-v2')], nested))).toEqual(['warning image-drift web']);
  });

  it('has the namespace and the images of one and the same build', () => {
    const files = overlays({
      shop: `${FROM_BASE}namespace: shop\n${tag('5')}`,
      dev: `${FROM_BASE}namespace: dev\n${tag('6')}`,
    });
    expect(auditOf([runs('5'), runs('6', 'web', 'dev')], files).findings).toEqual([]);
    expect(brief(auditOf([runs('6')], files))).toEqual(['warning image-drift web']);
    expect(brief(auditOf([runs('1')], files))).toEqual(['warning image-drift web']);
  });

  it('may be any of those that have one name and namespace', () => {
    const files = overlays({ one: FROM_BASE + tag('5'), other: FROM_BASE + tag('6') });
    expect(auditOf([runs('5'), runs('6')], files)).toMatchObject({ findings: [], notCompared: [] });
    const neither = auditOf([runs('7')], files);
    expect(neither.findings[0]?.message).toContain(`declares ${image('5')}.`);
    expect(neither.notCompared.map(({ reason }) => reason)).toEqual([
      '2 manifests or builds describe it and none matches it, so the nearest was used: base/web.yaml:1',
    ]);
  });

  it('has the changes of components', () => {
    const component = `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${tag('5')}patches: [{ path: log.yaml }]\n`;
    const files = {
      ...overlays({
        shop: `${FROM_BASE}components: [../logged]\nnamespace: shop\n`,
        dev: `${FROM_BASE}namespace: dev\n`,
      }),
      'logged/kustomization.yaml': component,
      'logged/log.yaml': deployment({ containers: [{ name: 'log', image: 'log:1' }] }, { name: 'web' }),
    };
    const logged = { ...runs('5'), spec: spec('5', { name: 'log', image: 'log:1' }) };
    expect(auditOf([{ ...logged, template: logged.spec }], files).findings).toEqual([]);
    const elsewhere = { ...logged, namespace: 'dev', template: logged.spec };
    expect(brief(auditOf([elsewhere], files))).toEqual([
      'warning image-drift web',
      'information undeclared-container log',
    ]);
    // Who includes each other does not go on for ever.
    const circle = { ...files, 'logged/kustomization.yaml': `${component}components: [../logged, ../shop]\n` };
    expect(auditOf([{ ...logged, template: logged.spec }], circle).findings).toEqual([]);
  });

  describe('by a patch', () => {
    const patched = (patch: object, more = '', metadata: object = { name: 'web' }): Record<string, string> => ({
      ...overlays({
        shop: `${FROM_BASE}namespace: shop\nnamePrefix: my-\n${more || 'patches: [{ path: patch.yaml }]\n'}`,
      }),
      'shop/patch.yaml': deployment(patch, metadata),
    });
    const mine = (running: object): Running => ({ ...runs('1', 'my-web'), spec: running, template: running });

    it('has what that says in place of what the manifest says', () => {
      const files = patched({ containers: [{ name: 'web', image: image('2') }] });
      expect(auditOf([mine(spec('2'))], files).findings).toEqual([]);
      expect(brief(auditOf([mine(spec('1'))], files))).toEqual(['warning image-drift web']);
    });

    it('has not what that takes away', () => {
      const files = patched({
        containers: [
          { name: 'web', $patch: 'delete' },
          { name: 'log', image: 'log:1' },
        ],
      });
      const log = { containers: [{ name: 'log', image: 'log:1' }] };
      expect(auditOf([mine(log)], files).findings).toEqual([]);
      expect(brief(auditOf([mine(spec('1', ...log.containers))], files))).toEqual([
        'information undeclared-container web',
      ]);
    });

    it('may be found by a target, or by a name that it has had on the way', () => {
      const log = { name: 'log', image: 'log:1' };
      const running = mine(spec('1', log));
      const target = 'patches: [{ path: patch.yaml, target: { kind: Deployment, name: web } }]\n';
      expect(auditOf([running], patched({ containers: [log] }, target, { name: 'any' })).findings).toEqual([]);
      const later = {
        ...patched({ containers: [{ name: 'x', image: 'x' }] }, 'labels: []\n'),
        'top/kustomization.yaml': 'resources: [../shop]\npatches: [{ path: log.yaml }]\n',
        'top/log.yaml': deployment({ containers: [log] }, { name: 'my-web' }),
      };
      expect(auditOf([running], later).findings).toEqual([]);
    });

    it('is no other workload with what that leaves open', () => {
      const files = { ...patched({ containers: [] }), 'shop/patch.yaml': deployment(spec('9'), { name: 'other' }) };
      expect(brief(auditOf([mine(spec('9'))], files))).toEqual(['warning image-drift web']);
    });
  });
});
