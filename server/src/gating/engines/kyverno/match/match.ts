import type { AdmissionObject, AdmissionPod } from '../../../../admission/admission-pod';
import { type Answer, all, any } from '../../../../admission/answers';
import {
  APPLIES,
  type Applicability,
  dependsOnNamespace,
  doesNotApply,
  leavingLabelsOut,
  leavingNamespacesOut,
  mayApply,
} from '../../../../admission/applicability';
import type { Cause } from '../../../../cause/cause';
import { sharedBy } from '../../../../cause/shared';
import type { YamlValue } from '../../../../manifest/value';
import { isForEphemeralOnly, type KindSelector } from './kinds';
import { type Criterion, compileFilter, type FilterAnswer, type ResourceFilter } from './resource-filter';

/** The objects that a rule matches. */
export interface RuleMatch {
  /** Whether it matches only ephemeral containers of pods. */
  readonly isEphemeralOnly: boolean;
  readonly kinds: readonly KindSelector[];
  /** The reason why some users are exempt. */
  readonly note: Cause | undefined;
  matches(object: AdmissionObject, pod: AdmissionPod): Applicability;
}

/** Filters, of which any or all must select an object. */
interface Block {
  readonly filters: readonly ResourceFilter[];
  readonly isAny: boolean;
}

/** The rule is not finished: Kyverno refuses a rule without `match`. */
const UNFINISHED = mayApply({ kind: 'no-match' });
const BY_USER: Cause = { kind: 'users-excluded' };

/** Compiles the `match` and `exclude` of a rule ("Selecting Resources"). */
export function compileMatch(rule: YamlValue): RuleMatch {
  const match = toBlock(rule.get('match'));
  const exclude = rule.get('exclude').exists ? toBlock(rule.get('exclude')) : undefined;
  const kinds = match.filters.flatMap((filter) => filter.kinds);
  const isByUser = exclude?.filters.some((filter) => filter.isByUser) ?? false;
  return {
    kinds,
    isEphemeralOnly: kinds.length > 0 && kinds.every(isForEphemeralOnly),
    note: isByUser ? BY_USER : undefined,
    matches: rule.get('match').exists ? (object, pod) => matchOf(match, exclude, object, pod) : () => UNFINISHED,
  };
}

function matchOf(match: Block, exclude: Block | undefined, object: AdmissionObject, pod: AdmissionPod): Applicability {
  const matched = answerOf(match, object, pod, 'unknown');
  if (matched.answer === 'no') return notBy(matched.by, object, pod);
  // An exclusion of some users does not exclude the other users.
  const excluded = exclude && answerOf(exclude, object, pod, 'no');
  if (excluded?.answer === 'yes') return excludedIn(pod.namespace?.name);
  const doubt = [matched, excluded].find((one) => one?.answer === 'unknown');
  return doubt ? dependsOn(doubt.by, pod) : APPLIES;
}

/** Compiles a block of filters, such as the block of a PolicyException. Users do not matter for its answer. */
export function compileBlock(block: YamlValue): (object: AdmissionObject, pod: AdmissionPod) => FilterAnswer {
  const read = toBlock(block);
  return (object, pod) => answerOf(read, object, pod, 'no');
}

/** Only one of `any` and `all` applies; older policies have a filter in their place. */
function toBlock(block: YamlValue): Block {
  const [some, every] = [block.get('any').items, block.get('all').items];
  if (some.length > 0) return { filters: some.map(compileFilter), isAny: true };
  if (every.length > 0) return { filters: every.map(compileFilter), isAny: false };
  return { filters: [compileFilter(block)], isAny: true };
}

/** @param byUser the answer of a filter for certain users, if it selects the object otherwise */
function answerOf({ filters, isAny }: Block, object: AdmissionObject, pod: AdmissionPod, byUser: Answer): FilterAnswer {
  const [only] = filters;
  if (only && filters.length === 1) return ofFilter(only, object, pod, byUser);
  const answers = filters.map((filter) => ofFilter(filter, object, pod, byUser));
  const answer = (isAny ? any : all)(answers.map((one) => one.answer));
  const same = answers.filter((one) => one.answer === answer);
  // A different namespace or label explains more than a different kind.
  return same.find(({ by }) => by !== 'kind') ?? same[0] ?? { answer, by: 'nothing' };
}

function ofFilter(filter: ResourceFilter, object: AdmissionObject, pod: AdmissionPod, byUser: Answer): FilterAnswer {
  const own = filter.selects(object, pod);
  return filter.isByUser && own.answer !== 'no' ? { answer: all([own.answer, byUser]), by: 'nothing' } : own;
}

const isOtherNamespace = leavingNamespacesOut('match');
const hasOtherLabels = leavingLabelsOut('match');
const isOtherKind = sharedBy((of: string) => doesNotApply({ kind: 'kind-differs', of, by: 'match' }));
const HAS_OTHER_NAME = doesNotApply({ kind: 'name-differs' });
const NOT_AT_CREATION = doesNotApply({ kind: 'not-at-creation', by: 'operations' });
const excludedIn = sharedBy((namespace: string | undefined) => doesNotApply({ kind: 'excluded', namespace }));

function notBy(by: Criterion, { kind }: AdmissionObject, pod: AdmissionPod): Applicability {
  switch (by) {
    case 'namespace':
      return isOtherNamespace(pod.namespace?.name);
    case 'name':
      return HAS_OTHER_NAME;
    case 'labels':
      return hasOtherLabels(kind);
    case 'operation':
      return NOT_AT_CREATION;
    default:
      return isOtherKind(kind);
  }
}

const BY_NAME = mayApply({ kind: 'cluster-only', what: 'matched-name' });
const OPEN = mayApply({ kind: 'open', what: 'match' });
const BY_WHOM = mayApply({ kind: 'cluster-only', what: 'user' });

function dependsOn(by: Criterion, pod: AdmissionPod): Applicability {
  switch (by) {
    case 'namespace':
      return dependsOnNamespace(pod);
    case 'name':
      return BY_NAME;
    case 'template':
      return OPEN;
    default:
      return BY_WHOM;
  }
}
