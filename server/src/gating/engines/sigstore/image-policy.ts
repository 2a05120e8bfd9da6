import type { AdmissionObject } from '../../../admission/admission-pod';
import type { Answer } from '../../../admission/answers';
import { LabelSelector } from '../../../admission/label-selector';
import { isNoList, isNoMap, isNoText } from '../../../admission/text-list';
import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import type { ImageDecision } from '../../gate';
import { decisionOf } from './authorities';
import { ImageGlobs } from './globs';
import type { ImageNames } from './subject';

/** A ClusterImagePolicy, compiled once. */
export class ImagePolicy {
  readonly resource: Resource;
  readonly #decision: ImageDecision;
  readonly denies: boolean;
  readonly #globs: ImageGlobs;
  readonly #matches: readonly ResourceMatch[];

  constructor(resource: Resource) {
    const spec = resource.value.get('spec');
    this.resource = resource;
    const match = spec.get('match');
    this.#decision = isReadable(match)
      ? decisionOf(spec)
      : { verdict: 'unknown', cause: { kind: 'unreadable', field: 'match' } };
    this.denies = spec.get('mode').string !== 'warn';
    this.#globs = new ImageGlobs(spec.get('images'));
    this.#matches = isReadable(match) ? match.items.map(toMatch) : [];
  }

  get isAboutAll(): boolean {
    return this.#matches.length === 0;
  }

  /** Whether the policy applies to an object. Without `match` it applies to every object. */
  isAbout(object: AdmissionObject): boolean {
    return this.isAboutAll || this.#matches.some((match) => match(object));
  }

  /** Whether the policy covers an image. */
  covers(image: ImageNames): Answer {
    return this.#globs.meets(image);
  }

  decide(image: ImageNames): ImageDecision {
    switch (this.#globs.meets(image)) {
      case 'yes':
        return this.#decision;
      case 'no':
        return this.#globs.explainNo(image);
      case 'unknown':
        return this.#globs.explainUnknown(image);
    }
  }
}

function isReadable(match: YamlValue): boolean {
  const texts = match.items.flatMap((entry) => ['group', 'version', 'resource'].map((name) => entry.get(name)));
  const selectors = match.items.map((entry) => LabelSelector.of(entry.get('selector')));
  return (
    !isNoList(match) &&
    !match.items.some(isNoMap) &&
    !texts.some(isNoText) &&
    selectors.every((selector) => selector.isReadable)
  );
}

type ResourceMatch = (object: AdmissionObject) => boolean;

function toMatch(entry: YamlValue): ResourceMatch {
  const [group = '', version = '', resource = ''] = ['group', 'version', 'resource'].map(
    (name) => entry.get(name).string,
  );
  const selector = LabelSelector.of(entry.get('selector'));
  return (object) =>
    object.resource === resource &&
    object.group === group &&
    (version === '*' || object.version === version) &&
    selector.selects(object.labels) === 'yes';
}

/** Whether one of some policies covers an image. */
export function isCovered(policies: readonly ImagePolicy[], image: ImageNames): Answer {
  let found: Answer = 'no';
  for (const policy of policies) {
    const answer = policy.covers(image);
    if (answer === 'yes') return 'yes';
    if (answer === 'unknown') found = 'unknown';
  }
  return found;
}
