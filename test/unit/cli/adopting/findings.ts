import { run } from '../run';

interface Finding {
  readonly file: string;
  readonly rule: string;
  readonly container?: string;
  readonly resource: { readonly name: string };
}

/** The findings in a folder, by what a person would call them. */
export async function findingsIn(folder: string, ...words: string[]): Promise<string[]> {
  const { stdout } = await run(['check', '--format', 'json', '--no-ignore', ...words], folder);
  const { findings } = JSON.parse(stdout) as { findings: Finding[] };
  return findings.map(({ file, rule, resource, container }) => `${file} ${resource.name} ${container} ${rule}`).sort();
}

/** What the second list has more than the first one. */
export function added(before: readonly string[], after: readonly string[]): string[] {
  const left = [...before];
  return after.filter((one) => {
    const index = left.indexOf(one);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}
