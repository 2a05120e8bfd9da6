import type { YamlValue } from '../../../manifest/value';
import { all, any } from '../../answers';
import type { Answer } from '../../gate';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import { isForEphemeralOnly, type KindSelector } from './kinds';
import { type Criterion, compileFilter, type FilterAnswer, type ResourceFilter } from './resource-filter';

/** Which objects a rule is about. */
export interface RuleMatch {
  /** Whether it is only about the ephemeral containers of pods. */
  readonly isEphemeralOnly: boolean;
  readonly kinds: readonly KindSelector[];
  /** What lets some users past it, as a clause. */
  readonly note: string | undefined;
  matches(object: AdmittedObject, pod: GatedPod): { readonly answer: Answer; readonly reason: string };
}

/** Filters of which any or all have to select an object. */
interface Block {
  readonly filters: readonly ResourceFilter[];
  readonly isAny: boolean;
}

type MatchAnswer = ReturnType<RuleMatch['matches']>;
const YES: MatchAnswer = { answer: 'yes', reason: '' };
/** It is still being written: Kyverno takes no such rule. */
const UNFINISHED: MatchAnswer = { answer: 'unknown', reason: 'it has no `match`' };

/** Reads the `match` and `exclude` of a rule ("Selecting Resources"). */
export function compileMatch(rule: YamlValue): RuleMatch {
  const match = toBlock(rule.get('match'));
  const exclude = rule.get('exclude').exists ? toBlock(rule.get('exclude')) : undefined;
  const kinds = match.filters.flatMap((filter) => filter.kinds);
  const isByUser = exclude?.filters.some((filter) => filter.isByUser) ?? false;
  return {
    kinds,
    isEphemeralOnly: kinds.length > 0 && kinds.every(isForEphemeralOnly),
    note: isByUser ? 'it leaves out what certain users create' : undefined,
    matches: rule.get('match').exists ? (object, pod) => matchOf(match, exclude, object, pod) : () => UNFINISHED,
  };
}

function matchOf(match: Block, exclude: Block | undefined, object: AdmittedObject, pod: GatedPod): MatchAnswer {
  const matched = answerOf(match, object, pod, 'unknown');
  if (matched.answer === 'no') return { answer: 'no', reason: whyNot(matched.by, object, pod) };
  // Whoever may pass by an exclusion, others may not.
  const excluded = exclude && answerOf(exclude, object, pod, 'no');
  if (excluded?.answer === 'yes') return { answer: 'no', reason: whyExcluded(pod) };
  const doubt = [matched, excluded].find((one) => one?.answer === 'unknown');
  return doubt ? { answer: 'unknown', reason: dependsOn(doubt.by, pod) } : YES;
}

/** Whether a block of filters, such as that of a PolicyException, selects an object, whoever creates it. */
export function compileBlock(block: YamlValue): (object: AdmittedObject, pod: GatedPod) => FilterAnswer {
  const read = toBlock(block);
  return (object, pod) => answerOf(read, object, pod, 'no');
}

/** Of `any` and `all` only one counts; policies of old have a filter in their place. */
function toBlock(block: YamlValue): Block {
  const [some, every] = [block.get('any').items, block.get('all').items];
  if (some.length > 0) return { filters: some.map(compileFilter), isAny: true };
  if (every.length > 0) return { filters: every.map(compileFilter), isAny: false };
  return { filters: [compileFilter(block)], isAny: true };
}

/** @param byUser what a filter says that is about certain users, if the object is one that it means */
function answerOf({ filters, isAny }: Block, object: AdmittedObject, pod: GatedPod, byUser: Answer): FilterAnswer {
  const [only] = filters;
  if (only && filters.length === 1) return ofFilter(only, object, pod, byUser);
  const answers = filters.map((filter) => ofFilter(filter, object, pod, byUser));
  const answer = (isAny ? any : all)(answers.map((one) => one.answer));
  const same = answers.filter((one) => one.answer === answer);
  // A kind that isn't meant says less than a namespace or a label that isn't.
  return same.find(({ by }) => by !== 'kind') ?? same[0] ?? { answer, by: 'nothing' };
}

function ofFilter(filter: ResourceFilter, object: AdmittedObject, pod: GatedPod, byUser: Answer): FilterAnswer {
  const own = filter.selects(object, pod);
  return filter.isByUser && own.answer !== 'no' ? { answer: all([own.answer, byUser]), by: 'nothing' } : own;
}

function whyNot(by: Criterion, { kind }: AdmittedObject, pod: GatedPod): string {
  switch (by) {
    case 'namespace':
      return `it is not about the namespace "${pod.namespace?.name ?? ''}"`;
    case 'name':
      return 'it is about others by name';
    case 'labels':
      return `its selector does not meet the labels or annotations of the ${kind}`;
    case 'operation':
      return 'it is not asked when objects are created';
    default:
      return `it is not about a ${kind}`;
  }
}

function whyExcluded(pod: GatedPod): string {
  return pod.namespace ? `it leaves this out of what it is about in "${pod.namespace.name}"` : 'it leaves this out';
}

function dependsOn(by: Criterion, { namespace }: GatedPod): string {
  switch (by) {
    case 'namespace':
      return namespace
        ? `it depends on the labels of the namespace "${namespace.name}", which this workspace does not have`
        : 'it depends on the namespace, which the manifest does not say';
    case 'name':
      return 'it depends on a name that is made up in the cluster';
    case 'template':
      return 'a template still fills in what it is about';
    default:
      return 'it depends on who creates it';
  }
}
