import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import type { Answer, ImageDecision } from '../../gate';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import type { GoName } from '../../go-name';
import { any, selects } from '../../selectors';
import { decisionOf } from './authorities';
import { type GlobFound, globsOf, type ImageGlobs } from './globs';

/** The kinds that policy-controller looks into, with their groups (policy-controller, webhook `types`). */
const KINDS: Readonly<Record<string, string>> = {
  Pod: '',
  ReplicaSet: 'apps',
  Deployment: 'apps',
  StatefulSet: 'apps',
  DaemonSet: 'apps',
  Job: 'batch',
  CronJob: 'batch',
};

/** The objects of a pod that policy-controller is asked about, the pod among them. */
export function objectsAsked(pod: GatedPod): AdmittedObject[] {
  return pod.objects.filter(({ kind, group }) => Object.hasOwn(KINDS, kind) && KINDS[kind] === group);
}

/** A ClusterImagePolicy, read once. */
export class ImagePolicy {
  readonly resource: Resource;
  readonly decision: ImageDecision;
  readonly denies: boolean;
  readonly #globs: ImageGlobs;
  readonly #matches: readonly ResourceMatch[];

  constructor(resource: Resource) {
    const spec = resource.value.get('spec');
    this.resource = resource;
    this.decision = decisionOf(spec);
    this.denies = spec.get('mode').string !== 'warn';
    this.#globs = globsOf(spec.get('images'));
    this.#matches = spec.get('match').items.map(toMatch);
  }

  /** Whether it is about an object at all; without `match` it is about each. */
  isAbout(object: AdmittedObject): boolean {
    return this.#matches.length === 0 || this.#matches.some((match) => match(object));
  }

  find(image: GoName): GlobFound {
    return this.#globs.find(image);
  }
}

type ResourceMatch = (object: AdmittedObject) => boolean;

function toMatch(entry: YamlValue): ResourceMatch {
  const [group = '', version = '', resource = ''] = ['group', 'version', 'resource'].map(
    (name) => entry.get(name).string,
  );
  const selector = entry.get('selector');
  return (object) =>
    object.resource === resource &&
    object.group === group &&
    (version === '*' || object.version === version) &&
    selects(selector, object.labels) === 'yes';
}

/** Whether one of some policies is about an image in an object. */
export function isCovered(policies: readonly ImagePolicy[], object: AdmittedObject, image: GoName): Answer {
  return any(policies.filter((policy) => policy.isAbout(object)).map((policy) => policy.find(image).answer));
}
