import type { PlacedDocument } from '../manifest/file';
import { dotOf } from '../map/dot';
import { drawingOf } from '../map/layout';
import { mermaidOf } from '../map/mermaid';
import type { PodMap } from '../map/pod-map';
import { podMapOf } from '../map/read-pod';
import { FILE_STYLE } from '../map/style';
import { svgOf } from '../map/svg';
import { type Pod, podsOf } from '../pod/pod';
import { inWords } from '../rules/in-words';
import { RULES } from '../rules/index';
import { readInputs } from './files';
import type { SafeIo } from './io';
import { chosen, parseSearch, parseVersion } from './options';
import { readAll } from './read-all';
import { MAP_FORMATS } from './usage/commands';
import { readWords, UsageError } from './usage/words';
import type { FileToJudge } from './verdicts';
import { writeReport } from './write-report';

/** A pod of the files of a call. */
interface Candidate {
  readonly next: FileToJudge;
  readonly placed: PlacedDocument;
  /** Its position among the pods of its document. */
  readonly position: number;
  /** `Deployment/web`. */
  readonly name: string;
}

/** How many workloads an error lists. */
const MOST_NAMED = 10;

/**
 * `map`: the picture of one pod. The other manifests of the call say which Services, bindings and namespaces it has.
 * @returns the exit code: 0, or 2 where a file could not be read
 * @throws UsageError
 */
export async function map(words: readonly string[], io: SafeIo): Promise<number> {
  const given = readWords('map', words);
  const format = chosen(given, 'format', MAP_FORMATS, 'svg');
  const kubernetesMinor = parseVersion(given.valueOf('kubernetes-version'));
  const inputs = await readInputs({ ...parseSearch(given), config: given.valueOf('config') }, io);
  const overrides = { severities: new Map(), kubernetesMinor };
  const { files, judge, mistakes } = await readAll(inputs, { overrides, only: undefined }, 'now', RULES);
  const { next, placed, position } = choose(files.flatMap(candidatesIn), given.valueOf('workload'));
  judge.onFile(next.input.name);
  const { pods, findings } = judge.analyzer.judge(placed.document, next.options);
  const pod = pods[position];
  if (pod) {
    const drawn = podMapOf(pod, { index: judge.index, kubernetesMinor, findings });
    await writeReport([WRITERS[format](drawn)], { output: given.valueOf('output') }, io);
  }
  for (const problem of inputs.unreadable) io.tell(problem);
  for (const mistake of mistakes.found) io.tellMistake(mistake);
  return inputs.unreadable.length + mistakes.found.size > 0 ? 2 : 0;
}

const WRITERS: Readonly<Record<(typeof MAP_FORMATS)[number], (map: PodMap) => string>> = {
  svg: (pod) => svgOf(drawingOf(pod), FILE_STYLE),
  mermaid: mermaidOf,
  dot: dotOf,
};

function candidatesIn(next: FileToJudge): Candidate[] {
  const found = next.file.documents.flatMap((placed) =>
    placed.document.resources
      .flatMap((resource) => podsOf(resource, () => []))
      .map((pod, position) => ({ next, placed, position, name: nameOf(pod) })),
  );
  for (const { document } of next.file.documents) document.release();
  return found;
}

function nameOf({ resource: { kind, name } }: Pod): string {
  return `${kind}/${name ?? ''}`;
}

/** @throws UsageError if it is not clear which one is meant */
function choose(candidates: readonly Candidate[], wanted: string | undefined): Candidate {
  const matching = candidates.filter(({ name }) => wanted === undefined || isNamed(name, wanted));
  const [only, ...others] = matching;
  if (only && others.length === 0) return only;
  const names = (matching.length > 0 ? matching : candidates).map(({ name, next }) => `${name} (${next.input.name})`);
  const all = inWords(names, MOST_NAMED);
  if (candidates.length === 0) throw new UsageError('There is no workload in these manifests; name other files.');
  if (only)
    throw new UsageError(`There are several workloads; write \`--workload KIND/NAME\`, or name one file: ${all}.`);
  throw new UsageError(`There is no workload "${wanted}"; there is ${all}.`);
}

/** By name, or by kind and name, as kubectl has it: `deployment/web`. */
function isNamed(name: string, wanted: string): boolean {
  const [kind = '', ...rest] = name.split('/');
  const own = rest.join('/');
  return wanted === own || wanted.toLowerCase() === `${kind.toLowerCase()}/${own.toLowerCase()}`;
}
