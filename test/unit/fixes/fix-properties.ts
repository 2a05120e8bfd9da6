import { exactEdits } from '../../../server/src/fixes/change';
import { addToAnnotation, disableForDocument, disableForLine } from '../../../server/src/fixes/disable';
import { pathOf } from '../../../server/src/fixes/layout';
import { applyEdits, type TextEdit } from '../../../server/src/fixes/text-edit';
import type { PlacedAnalysis, RuleFinding } from '../../../server/src/rules/analysis';
import type { AnalysisOptions } from '../../../server/src/rules/options';
import { IGNORE_ANNOTATION } from '../../../server/src/rules/suppressions';
import { analyse } from '../analyse';
import { commentsOf } from './comments';
import { dataOf, differences, ORDER } from './differences';

type Options = Partial<AnalysisOptions>;

/** Rules that compare containers: what is taken from one can make another stand out. */
const COMPARING = new Set(['more-privileged-than-app']);

/** Fields that the API server accepts in all containers or in none. */
const TOGETHER: Readonly<Record<string, RegExp>> = {
  'host-process': /\/windowsOptions\/hostProcess$/,
  'host-namespaces': /\/windowsOptions\/hostProcess$/,
};

/** How often an edit of a rule's findings has been tried. */
export type Tried = Map<string, number>;

/** An edit that is offered for a finding. */
interface Offer {
  readonly kind: 'fix' | 'comment' | 'annotation';
  readonly title: string;
  readonly finding: RuleFinding;
  readonly placed: PlacedAnalysis;
  readonly edits: readonly TextEdit[];
}

/** A text, and all that is known of it. */
interface Version {
  readonly text: string;
  readonly documents: readonly PlacedAnalysis[];
  readonly findings: readonly RuleFinding[];
  readonly data: readonly unknown[];
  readonly comments: readonly string[];
}

/** Which findings of a text to look at; every one by default. */
export type Choice = (finding: RuleFinding, index: number) => boolean;

/** Holds the fixes that are offered for a text's findings to what a fix promises. */
export function checkFixes(text: string, options: Options, isChosen?: Choice, tried?: Tried): void {
  check(text, options, fixesOf, isChosen, tried);
}

/** Holds the ways to silence a text's findings, in turn, to what silencing promises. */
export function checkSilencing(text: string, options: Options, isChosen?: Choice, tried?: Tried): void {
  check(text, options, silencesOf, isChosen, tried);
}

type Find = (placed: PlacedAnalysis, finding: RuleFinding, index: number) => Iterable<Offer>;

function check(text: string, options: Options, find: Find, isChosen: Choice = () => true, tried: Tried = new Map()) {
  const before = read(text, options);
  const places = before.documents.flatMap((placed) => placed.analysis.findings.map((finding) => ({ placed, finding })));
  const chosen = places.filter(({ finding }, index) => isChosen(finding, index));
  for (const offer of chosen.flatMap(({ placed, finding }, index) => [...find(placed, finding, index)])) {
    tried.set(offer.finding.rule.id, (tried.get(offer.finding.rule.id) ?? 0) + 1);
    const after = read(applyAt(text, offer), options);
    const complaints = [
      ...brokenText(before, after),
      ...brokenFindings(offer, before, after),
      ...brokenData(offer, before, after),
    ];
    if (complaints.length > 0) throw new Error(report(offer, complaints, before, after));
  }
}

function read(text: string, options: Options): Version {
  const { documents, findings } = analyse(text, options);
  return { text, documents, findings, data: dataOf(text), comments: commentsOf(text) };
}

function* fixesOf(placed: PlacedAnalysis, finding: RuleFinding): Generator<Offer> {
  for (const fix of finding.fixes ?? []) {
    const change = fix.change();
    const edits = change && exactEdits(change);
    if (edits) yield { kind: 'fix', title: fix.title, finding, placed, edits };
  }
}

function* silencesOf(placed: PlacedAnalysis, finding: RuleFinding, turn: number): Generator<Offer> {
  const { document } = placed;
  const { rule, at, span, resource } = finding;
  // What silences nothing is to be removed rather than silenced.
  if (rule.id === 'unused-suppression') return;
  const annotation = (): ReturnType<typeof addToAnnotation> =>
    addToAnnotation(document, resource.value.get('metadata'), IGNORE_ANNOTATION, rule.id);
  const [kind, edits] = [
    () => ['comment', disableForLine(document, at, span, rule.id)] as const,
    () => ['comment', disableForDocument(document, rule.id)] as const,
    () => ['annotation', annotation()] as const,
  ][turn % 3]?.() ?? ['comment', undefined];
  if (edits) yield { kind, title: `Silence by ${kind}`, finding, placed, edits };
}

function applyAt(text: string, { edits, placed: { offset } }: Offer): string {
  const placed = edits.map((edit) => ({ ...edit, start: edit.start + offset, end: edit.end + offset }));
  return applyEdits(text, placed);
}

function* brokenText(before: Version, after: Version): Generator<string> {
  const { text } = before;
  for (const { document } of after.documents) {
    for (const { cause } of document.syntaxErrors) yield `The result is not YAML: ${JSON.stringify(cause)}`;
  }
  const [was, is] = [ownComments(before), ownComments(after)];
  if (was !== is) yield `The comments were\n${was}\nand are\n${is}`;
  if (text.includes('\r\n') && /[^\r]\n/.test(after.text)) yield 'A line ends without its carriage return.';
  if (!text.includes('\r') && after.text.includes('\r')) yield 'A line ends with a carriage return.';
  const spaces = (yaml: string): number => yaml.match(/[ \t]+\r?$/gm)?.length ?? 0;
  if (spaces(after.text) > spaces(text)) yield 'There are more spaces at the ends of lines.';
  if (text.endsWith('\n') !== after.text.endsWith('\n')) yield 'The file ends in another way.';
}

/** The comments that aren't ours. */
function ownComments({ comments }: Version): string {
  return comments.filter((comment) => !comment.includes('sidecar-guard-disable')).join('\n');
}

function* brokenFindings({ finding }: Offer, before: Version, after: Version): Generator<string> {
  // Two containers can have one name.
  const [was, is] = [before, after].map(
    ({ findings }) => findings.filter((other) => identityOf(other) === identityOf(finding)).length,
  );
  if ((is ?? 0) >= (was ?? 0)) yield 'The finding is still there.';
  // What becomes a sidecar is held to more, and so are the pods of a namespace that gets a level.
  const isNewSidecar = finding.container?.isSidecar === false && sidecarsOf(after) > sidecarsOf(before);
  const isCounted = ({ rule: { id, category } }: RuleFinding): boolean =>
    !COMPARING.has(id) &&
    !(isNewSidecar && category === 'sidecar') &&
    !(finding.resource.kind === 'Namespace' && category === 'permissions');
  const known = countSerious(before.findings);
  for (const [subject, count] of countSerious(after.findings.filter(isCounted))) {
    if (count > (known.get(subject) ?? 0)) yield `There is a new warning or error: ${subject}`;
  }
}

function* brokenData({ kind, finding, placed }: Offer, before: Version, after: Version): Generator<string> {
  const together = kind === 'fix' ? TOGETHER[finding.rule.id] : undefined;
  const changed = differences(before.data, after.data).filter((path) => !together?.test(path));
  const document = before.documents.indexOf(placed);
  if (kind === 'comment' && changed.length > 0) yield `A comment changes ${changed.join(' ')}`;
  if (kind !== 'fix') return;
  if (changed.length === 0 && !together) yield 'It changes nothing.';
  if (changed.length > 4) yield `It changes much: ${changed.join(' ')}`;
  for (const path of changed) if (!mayChange(path, finding, document)) yield `It changes ${path}`;
  if (isJson(before.text) && !isJson(after.text)) yield 'It was JSON and is none any more.';
}

/** Where a fix may change data: in the finding's own container, else in its resource outside of all containers. */
function mayChange(path: string, { at, container, resource }: RuleFinding, document: number): boolean {
  const own = `/${[document, ...pathOf(resource.value)].join('/')}/`;
  if (!path.startsWith(own)) return false;
  const [, name] = /\/(?:initContainers|containers|ephemeralContainers|sidecars|steps)\/([^/]+)/.exec(path) ?? [];
  if (name === ORDER && container) return path.endsWith(`/${container.list}/${ORDER}`);
  return name === undefined || name === `@${container?.label}` || path.startsWith(`${own}${pathOf(at).join('/')}`);
}

/** What makes a finding the same after an edit that may have moved its container to another list. */
function identityOf({ at, container, rule, resource }: RuleFinding): string {
  const path = pathOf(at).slice(container ? pathOf(container.value).length : 0);
  return [rule.id, resource.kind, resource.namespace, resource.name, container?.label, ...path].join(' ');
}

function sidecarsOf({ documents }: Version): number {
  const pods = documents.flatMap(({ analysis }) => analysis.pods);
  return pods.flatMap(({ containers }) => containers.filter(({ isSidecar }) => isSidecar)).length;
}

/** How many containers or places each rule has an error or a warning for, by resource. */
function countSerious(findings: readonly RuleFinding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { severity, rule, resource } of findings) {
    if (severity !== 'error' && severity !== 'warning') continue;
    const subject = `${rule.id} of ${resource.kind} ${resource.name}`;
    counts.set(subject, (counts.get(subject) ?? 0) + 1);
  }
  return counts;
}

function isJson(text: string): boolean {
  try {
    for (const part of text.split(/^---\r?\n/m)) JSON.parse(part);
    return true;
  } catch {
    return false;
  }
}

function report({ finding, title }: Offer, complaints: readonly string[], before: Version, after: Version): string {
  const lines = complaints.map((complaint) => `- ${complaint}`);
  const what = `"${title}" for ${finding.rule.id}: ${finding.message}`;
  return [what, ...lines, '--- before', visible(before.text), '--- after', visible(after.text)].join('\n');
}

function visible(text: string): string {
  const shown = text.replaceAll('\r', '␍').replaceAll('\t', '→');
  return shown.replace(/ +$/gm, (spaces) => '·'.repeat(spaces.length));
}
