import { readFile } from 'node:fs/promises';
import { table } from './table.mjs';

/** What the tests on real API servers recorded. */
const RECORD = 'test/cluster/record.json';

/** The page that says which claims were held to Kubernetes itself. */
export async function checkedClaimsPage() {
  const claims = JSON.parse(await readFile(RECORD, 'utf8'));
  const suites = [...new Set(claims.map(({ suite }) => suite))];
  const sections = suites.map((suite) =>
    sectionOf(
      suite,
      claims.filter((claim) => claim.suite === suite),
    ),
  );
  return `# Checked against Kubernetes

What Sidecar Guard says about Kubernetes, the tests ask real API servers: each claim on this page was compared with their answers.
\`npm run test:cluster\` starts the servers, and runs all suites. Generated cases are the same in each run.

${sections.join('\n\n')}
`;
}

function sectionOf(suite, claims) {
  const rows = claims.map(({ claim, version, cases, agreed, leftOut }) => [
    claim,
    version,
    number(cases),
    number(agreed),
    leftOut || '-',
  ]);
  return `## \`${suite}\`

\`\`\`
npx vitest run --project cluster test/cluster/${suite}
\`\`\`

${table(['Claim', 'Kubernetes', 'Cases', 'Agreed', 'Left out'], rows)}`;
}

function number(count) {
  return count.toLocaleString('en');
}
