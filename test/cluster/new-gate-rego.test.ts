import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, it, onTestFinished } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { newGate } from '../../server/src/gating/new-gate/new-gate';
import { usedPlaces } from '../../server/src/image/used-places';

const [ALLOWED, OLD, REFUSED] = [
  'registry.example.com/app:1',
  'elsewhere.example.com/old:1',
  'elsewhere.example.com/new:1',
];

/** What the gate for Gatekeeper says of a pod, by the evaluator that Gatekeeper has in it. @param old before a change */
async function violations(pod: object, old?: object): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sidecar-guard-rego-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [template, constraint] = parseAllDocuments(newGate('Gatekeeper', usedPlaces([ALLOWED])) ?? '').map((one) =>
    one.toJS(),
  );
  const [rules, input] = [join(folder, 'template.rego'), join(folder, 'input.json')];
  await writeFile(rules, template.spec.targets[0].rego);
  const review = { object: { spec: pod }, oldObject: old ? { spec: old } : null };
  await writeFile(input, JSON.stringify({ review, parameters: constraint.spec.parameters }));
  const words = ['eval', '--v0-compatible', '--format=values', '--data', rules, '--input', input];
  const query = `data.${template.metadata.name}.violation`;
  const { status, stdout, stderr } = spawnSync(inject('opa'), [...words, query], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`opa failed: ${stdout}${stderr}`);
  const [found]: { msg: string }[][] = JSON.parse(stdout);
  return (found ?? []).map(({ msg }) => msg);
}

const pod = (...images: string[]): object => ({
  containers: images.map((image, index) => ({ name: `c-${index}`, image })),
});

it.each([
  ['containers', pod(ALLOWED, REFUSED)],
  ['init containers', { ...pod(ALLOWED), initContainers: [{ name: 'i', image: REFUSED }] }],
  ['ephemeral containers', { ...pod(ALLOWED), ephemeralContainers: [{ name: 'e', image: REFUSED }] }],
  ['volumes', { ...pod(ALLOWED), volumes: [{ name: 'v', image: { reference: REFUSED } }] }],
])('a gate for Gatekeeper refuses images from elsewhere in %s, of new pods and of changed ones', async (_, subject) => {
  const expected = [expect.stringContaining(`<${REFUSED}>`)];
  expect(await violations(subject)).toEqual(expected);
  expect(await violations(subject, pod(ALLOWED))).toEqual(expected);
  expect(await violations(subject, pod(OLD))).toEqual(expected);
});

it('a gate for Gatekeeper admits what is allowed, and what the pod had before', async () => {
  const others = { volumes: [{ name: 'v', emptyDir: {} }] };
  expect(await violations({ ...pod(ALLOWED), ...others })).toEqual([]);
  expect(await violations(pod(OLD), pod(OLD))).toEqual([]);
  expect(await violations(pod(OLD, ALLOWED), pod(OLD))).toEqual([]);
});
