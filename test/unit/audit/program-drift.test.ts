import { describe, expect, it } from 'vitest';
import { APP, auditOf, brief, deployment } from './auditing';

const exec = (...command: string[]): object => ({ exec: { command } });
const runs = (more: object): object => ({ containers: [{ ...APP, ...more }] });

describe('a program that is not the declared one', () => {
  it.each([
    ['`command` ["/bin/x"]', { command: ['/bin/x'] }],
    ['`args` ["--evil"]', { args: ['--evil'] }],
    ['`postStart` command ["x"]', { lifecycle: { postStart: exec('x') } }],
    ['`preStop` command ["x"]', { lifecycle: { preStop: exec('x') } }],
    ['liveness probe ["x"]', { livenessProbe: exec('x') }],
    ['readiness probe ["x"]', { readinessProbe: exec('x') }],
    ['startup probe ["x"]', { startupProbe: exec('x') }],
  ])('is found in every field that starts one: %s', (text, more) => {
    const spec = runs(more);
    const atCreation = auditOf([{ spec, template: runs({}) }]);
    expect(brief(atCreation)).toEqual(['error program-drift web']);
    expect(atCreation.findings[0]?.message).toContain(`the container "web" has the ${text}, but the template of its`);
    expect(atCreation.findings[0]?.message).toMatch(/It was set when the pod was created\. .* delete the pod\.$/);
    const inCluster = auditOf([{ spec, template: spec }], { 'web.yaml': deployment(runs({})) });
    expect(brief(inCluster)).toEqual(['error program-drift web']);
    expect(inCluster.findings[0]?.message).toMatch(
      /Find out who changed the Deployment in the cluster\. Then remove it/,
    );
    expect(auditOf([{ spec, template: spec }], { 'web.yaml': deployment(spec) }).findings).toEqual([]);
  });

  it('is also one that is missing, or another than declared', () => {
    const manifest = { 'web.yaml': deployment(runs({ command: ['/bin/web'], args: ['--safe'] })) };
    const [gone, other] = [runs({ command: ['/bin/web'] }), runs({ command: ['/bin/sh'], args: ['--safe'] })];
    expect(auditOf([{ spec: gone, template: gone }], manifest).findings[0]?.message).toContain(
      'has no `args`, but its manifest declares the `args` ["--safe"].',
    );
    expect(auditOf([{ spec: other, template: other }], manifest).findings[0]?.message).toContain(
      'has the `command` ["/bin/sh"], but its manifest declares the `command` ["/bin/web"].',
    );
  });

  it('is none where a tool fills in a variable, or where an injector sets the image', () => {
    const manifest = { 'web.yaml': deployment(runs({ args: ['--cluster=${NAME}', '${HOME}/x'] })) };
    const spec = runs({ args: ['--cluster=prod', '${HOME}/x'] });
    expect(auditOf([{ spec, template: spec }], manifest).findings).toEqual([]);
    const other = runs({ args: ['--evil=prod', '${HOME}/x'] });
    expect(brief(auditOf([{ spec: other, template: other }], manifest))).toEqual(['error program-drift web']);
    const injected = {
      containers: [{ name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.27.0', args: ['proxy'] }],
    };
    const open = { containers: [{ name: 'istio-proxy', image: 'auto' }] };
    expect(auditOf([{ spec: injected, template: open }], { 'web.yaml': deployment(open) }).findings).toEqual([]);
  });

  it('is information where a kustomization may set it', () => {
    const files = { 'web.yaml': deployment(runs({})), 'kustomization.yaml': 'resources: [web.yaml]\n' };
    const spec = runs({ args: ['--evil'] });
    expect(brief(auditOf([{ spec, template: spec }], files))).toEqual(['information program-drift web']);
    expect(brief(auditOf([{ spec, template: runs({}) }], files))).toEqual(['error program-drift web']);
  });
});
