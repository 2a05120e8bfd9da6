import { parseArgs } from 'node:util';
import { Random } from '../fuzz/random';
import { installKubectl } from '../hosts/kubectl.mjs';
import { compareReading, documentsWithoutKind } from './compare';
import { generateYaml } from './generate';

/** Compares what kubectl and the reader make of generated texts: npm run compare-reading -- [--count N] [--seed S]. */
const { values } = parseArgs({
  options: { count: { type: 'string', default: '20000' }, seed: { type: 'string', default: String(Date.now()) } },
});

async function main(): Promise<void> {
  const texts = Array.from({ length: Number(values.count) }, (_, index) =>
    generateYaml(new Random(values.seed, index)),
  ).flatMap(documentsWithoutKind);
  const { differences, same, refused } = compareReading(await installKubectl('newest'), texts);
  for (const { text, kubectl, ours } of differences)
    console.log(`${JSON.stringify(text)}\n  kubectl: ${JSON.stringify(kubectl)}\n  ours:    ${JSON.stringify(ours)}\n`);
  console.log(
    `Seed ${values.seed}: of ${texts.length} texts, ${same} have the same data, both refuse ${refused}, and ${differences.length} differ.`,
  );
  if (differences.length > 0) process.exitCode = 1;
}

void main();
