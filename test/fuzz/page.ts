import storm from './edit-storm.json';
import { MOST_BYTES, MOST_MS } from './meter';
import type { RunResult } from './result';
import type { Target } from './target';

/** The documentation page with the results of a run. */
export function robustnessPage(result: RunResult, targets: readonly Target[]): string {
  const rows = targets.flatMap(({ name, kind }) => {
    const own = result.targets[name];
    if (!own) return [];
    const violations = result.violations.filter(({ target }) => target === name).length;
    const slowest = `${own.slowest.ms.toFixed(0)} ms (${own.slowest.step})`;
    const heap = `${(Math.max(0, own.bytes) / 2 ** 20).toFixed(0)} MB`;
    const cells = [
      name,
      kind,
      own.cases.toLocaleString('en'),
      slowest,
      heap,
      own.longest.toLocaleString('en'),
      violations,
    ];
    return [`| ${cells.join(' | ')} |`];
  });
  return `# Robustness

<!-- Written by \`npm run fuzz -- --write\`. -->

Sidecar Guard reads foreign text: manifests, policies, configuration, and answers of kubectl and registries. The fuzzer makes such
texts from the fixtures, the examples and grammars, breaks them, and feeds them to every part that reads them. It checks that:

- no part throws, and every document has findings or a reason why it was not judged;
- a step takes at most ${MOST_MS} ms, and a case adds at most ${MOST_BYTES / 2 ** 20} MB to the heap;
- an edited file gives the same result as a file that is read again;
- a fix removes its finding, keeps valid YAML and every comment, and "fix all" changes nothing when it runs a second time;
- two good files keep their findings beside a bad file;
- JSON output is valid JSON, and printed output has no control characters.

The last full run: **${result.cases.toLocaleString('en')} cases**, **${result.violations.length} violations**, seed ${result.seed}, commit ${result.commit}, Node ${result.node},
${Math.round(result.seconds / 60)} minutes.

| Target | Input | Cases | Slowest step | Most heap | Longest text | Violations |
| --- | --- | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}

"Slowest step" and "most heap" are the measured values. A value above a limit is measured three more times, and the best counts.

\`\`\`
npm run fuzz -- --minutes 10                         run every target for ten minutes, with a new seed
npm run fuzz -- --target cel --seed 7 --case 1234    run one case again
npm run fuzz -- --cases 1000000 --jobs 2 --write     run all, and write this page
\`\`\`

Each violation is reduced to a small text and kept in \`test/fuzz/crashers\`. Every run of the tests tries it again.

${stormParagraph()}
`;
}

/** The result of the last edit storm; test/security/edit-storm.test.ts writes it. */
function stormParagraph(): string {
  const count = (number: number): string => number.toLocaleString('en');
  return `An edit storm sends random edits and requests to the language server, changes files, and kills the server. Afterwards a new
server must report the same for the same texts. The last storm: **${count(storm.edits)} edits**, ${count(storm.requests)} requests (${count(storm.cancelled)} of them cancelled), **${count(storm.kills)} kills**,
${count(storm.comparisons)} comparisons, no difference; seed ${storm.seed}, commit ${storm.commit}, Node ${storm.node}, ${count(storm.seconds)} seconds. To repeat it:
\`EDITS=${storm.edits} SEED=${storm.seed} npx vitest run --project unit test/security/edit-storm.test.ts\`.`;
}
