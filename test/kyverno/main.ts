import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import type { ApiObject } from '../cluster/api/types';
import { madeOf } from '../cluster/gates/made-of';
import { ourVerdicts } from '../cluster/gates/our-verdicts';
import { Random } from '../fuzz/random';
import { askKyverno } from './ask-kyverno';
import { generatePolicy, type ImagePolicy, writtenGates } from './policies';
import { fixtureWorkloads, generateWorkload } from './workloads';

/** Compares our verdicts of Kyverno's policies with those of its command line: see CONTRIBUTING.md. */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '300' },
    policies: { type: 'string', default: '24' },
    seed: { type: 'string', default: String(Date.now()) },
  },
});

const NAMESPACE = 'shop';

interface Outcome {
  readonly cases: number;
  readonly denied: number;
  readonly unknown: number;
  readonly differences: readonly string[];
}

function compare(program: string, { name, text }: ImagePolicy, workloads: readonly ApiObject[]): Outcome {
  const space = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: NAMESPACE, labels: { 'kubernetes.io/metadata.name': NAMESPACE } },
  };
  const all = [space, ...workloads].map((object) => stringify(object, { version: '1.1' })).join('---\n');
  const ours = ourVerdicts({ text: `${text}\n---\n${all}`, workloads });
  const objects = workloads.map((workload) => [workload, ...madeOf(workload).map(placed)]);
  const { failed, judged, output } = askKyverno(program, text, objects.flat(), NAMESPACE);
  if (judged.size === 0 && /error|failed/i.test(output)) throw new Error(`${name}: ${output}`);
  const compared = workloads.map((workload, index) => {
    const isDenied = (objects[index] ?? []).some((object) => failed.has(keyOf(object)));
    return { workload, ours: ours[index] ?? 'unknown', theirs: isDenied ? 'denied' : 'admitted' };
  });
  const claims = compared.filter(({ ours: verdict }) => verdict !== 'unknown');
  const differing = claims.filter(({ ours: verdict, theirs }) => verdict !== theirs);
  const lines = differing.map(
    ({ workload, ours: verdict, theirs }) =>
      `${name}: we say ${verdict}, Kyverno ${theirs}: ${JSON.stringify(workload)}`,
  );
  const denied = claims.filter(({ theirs }) => theirs === 'denied').length;
  return {
    cases: claims.length,
    denied,
    unknown: compared.length - claims.length,
    differences: lines.length === 0 ? [] : [`--- ${text}`, ...lines],
  };
}

function placed(object: ApiObject): ApiObject {
  return { ...object, metadata: { ...object.metadata, namespace: NAMESPACE } };
}

function keyOf({ kind, metadata }: ApiObject): string {
  return `${kind}/${metadata.name}`;
}

function main(): void {
  const program = process.env.KYVERNO;
  if (!program) throw new Error("Set KYVERNO to the path of Kyverno's command line, version 1.19.");
  const count = Number(values.count);
  const real = fixtureWorkloads(Math.floor(count / 3), NAMESPACE);
  const generated = Array.from({ length: count - real.length }, (_, index) =>
    generateWorkload(new Random('workload', values.seed, index), index, NAMESPACE),
  );
  const policies = Array.from({ length: Number(values.policies) }, (_, index) =>
    generatePolicy(new Random('policy', values.seed, index), index),
  );
  const outcomes = [...writtenGates(), ...policies].map((policy) => {
    const outcome = compare(program, policy, [...real, ...generated]);
    const { cases, denied, unknown, differences } = outcome;
    console.log(
      `${policy.name}: ${cases} cases, ${denied} denied, ${unknown} unknown, ${Math.max(0, differences.length - 1)} differ`,
    );
    for (const line of differences) console.log(line);
    return outcome;
  });
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const different = sum(({ differences }) => Math.max(0, differences.length - 1));
  console.log(
    `Seed ${values.seed}: of ${sum(({ cases }) => cases)} verdicts, of which ${sum(({ denied }) => denied)} deny, ${different} differ; ${sum(({ unknown }) => unknown)} are unknown.`,
  );
  if (different > 0) process.exitCode = 1;
}

main();
