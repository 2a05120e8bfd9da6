import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { findInputs, type Inputs } from './cli/files';
import { safeIo } from './cli/io';
import { parseCheckOptions } from './cli/options';
import { readAll } from './cli/read-all';
import { verdictsOn } from './cli/verdicts';
import type { CheckReport, CheckSettings, Manifest } from './library-types';
import { toJsonReport } from './report/json';
import { skippedIn } from './report/report';
import { RULES } from './rules/index';

export type * from './library-types';

/**
 * Finds risky containers in manifests. All of them are one workspace: policies and namespaces are looked up in it.
 * @param what paths of files and folders, or manifests as text
 * @throws Error for a path that can't be read, an unknown rule or value, a wrong configuration, or an internal error
 */
export async function check(
  what: string | readonly (string | Manifest)[],
  settings: CheckSettings = {},
): Promise<CheckReport> {
  const all = typeof what === 'string' ? [what] : what;
  const paths = all.filter((one) => typeof one === 'string');
  const cwd = settings.cwd ?? process.cwd();
  const io = safeIo({ cwd, stdin: Readable.from([]), stdout: () => {}, stderr: () => {}, hasColors: false });
  const options = parseCheckOptions([...wordsOf(settings), '--', ...paths]);
  const found = await findInputs({ ...options, paths }, io);
  if (found.unreadable.length > 0) throw new Error(found.unreadable.join('\n'));
  const texts = all.filter((one) => typeof one !== 'string').map((manifest) => toInput(manifest, cwd));
  const inputs = { ...found, files: [...texts, ...found.files] };
  const judging = await readAll(inputs, options, 'later', RULES);
  judging.settle();
  const parts = toJsonReport({
    files: inputs.files.length,
    checked: verdictsOn(judging.files, judging.judge),
    get skipped() {
      return skippedIn(judging.notJudged, inputs.skipped);
    },
    leftOut: inputs.leftOut,
    accepted: undefined,
  });
  let json = '';
  for await (const part of parts) json += part;
  const [mistake] = judging.mistakes.found;
  if (mistake !== undefined) throw new Error(mistake);
  return JSON.parse(json) as CheckReport;
}

/** The settings as the command line has them, so that both mean the same. */
function wordsOf(settings: CheckSettings): string[] {
  const { config, rules = {}, only = [], podSecurity, kubernetesVersion, gitignore, inlineIgnores } = settings;
  return [
    ...(config === undefined ? [] : [`--config=${config}`]),
    ...Object.entries(rules).map(([id, severity]) => `--rule=${id}=${severity}`),
    ...(only.length > 0 ? [`--only=${only.join(',')}`] : []),
    ...(podSecurity === undefined ? [] : [`--pod-security=${podSecurity}`]),
    ...(kubernetesVersion === undefined ? [] : [`--kubernetes-version=${kubernetesVersion}`]),
    ...(gitignore === false ? ['--no-ignore'] : []),
    ...(inlineIgnores === false ? ['--no-inline-ignores'] : []),
  ];
}

function toInput({ name, text }: Manifest, cwd: string): Inputs['files'][number] {
  const place = resolve(cwd, name);
  const rest = { hasByteOrderMark: false, isExact: true, isText: true };
  return { name, path: undefined, place, real: undefined, root: place, text, ...rest };
}
