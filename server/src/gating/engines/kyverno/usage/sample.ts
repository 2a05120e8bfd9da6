import { type Unknowable, Unknown } from '../../../../cause/unknown';
import type { YamlValue } from '../../../../manifest/value';
import { IMAGE_LISTS, type ImageList, isContainerList } from '../../../../pod/template';
import { IN_TEMPLATE, POD_SPECS, workloadKind } from '../../../../pod/workload-kinds';
import type { Data, DataObject } from '../expression/data';
import { policyTexts } from '../expression/policy-json';
import { Variables } from '../expression/variables';

/** Whether a value is unknown because an expression read the image of the sample. */
export function isImageRead({ cause }: Unknowable): boolean {
  return cause.kind === 'sample' && cause.what === 'image';
}

const PROBE = new Unknown({ kind: 'sample', what: 'image' });
const IMAGE = 'registry.example.com/sample/sample:1';
const PARSED: DataObject = {
  registry: 'registry.example.com',
  path: 'sample/sample',
  name: 'sample',
  tag: '1',
  reference: IMAGE,
  referenceWithTag: IMAGE,
};

/**
 * A sample object for the trial of a rule, as variables. It shows which images the rule reads, and which lists it
 * counts.
 */
export interface Sample {
  /** A sample with an image in every list; the image in one list is the probe. */
  reading(list: ImageList): Variables;
  /** A sample with `containers` and, if a list is given, also that list with the probe. */
  having(list: ImageList | undefined): Variables;
}

/** A sample for each form of the objects of a rule, by the kinds that the rule matches. */
export function samplesFor(rule: YamlValue): readonly Sample[] {
  const filters = [rule.get('match'), ...rule.at('match', 'any').items, ...rule.at('match', 'all').items];
  const kinds = filters.flatMap((filter) => policyTexts(filter.at('resources', 'kinds')));
  const podSpecs = new Set(kinds.map(podSpecOf));
  return [...(podSpecs.size > 0 ? podSpecs : POD_SPECS)].map(toSample);
}

/** The path to the spec of the pod in objects of a kind. */
function podSpecOf(kind: string): readonly string[] {
  const name = /(?:^|\/)Pod(?:\/|$)|[*?]/.test(kind) ? 'Pod' : kind.slice(kind.lastIndexOf('/') + 1);
  return workloadKind(name)?.podSpec ?? IN_TEMPLATE;
}

function toSample(podSpec: readonly string[]): Sample {
  const of = (lists: readonly ImageList[], unknown: ImageList | undefined): Variables => {
    const spec = named(lists, (list) => {
      const image = list === unknown ? PROBE : IMAGE;
      return [{ name: 'sample', image: list === 'volumes' ? { reference: image } : image }];
    });
    const images = named(lists.filter(isContainerList), (list) => ({ sample: list === unknown ? PROBE : PARSED }));
    const object = podSpec.reduceRight<DataObject>((below, step) => ({ [step]: below }), spec);
    const request = { operation: 'CREATE', name: 'sample', namespace: 'sample', object };
    return new Variables({ request, images });
  };
  return {
    reading: (list) => of(IMAGE_LISTS, list),
    having: (list) => of(list === undefined ? ['containers'] : ['containers', list], list),
  };
}

function named(lists: readonly ImageList[], image: (list: ImageList) => Data): DataObject {
  return Object.fromEntries(lists.map((list) => [list, image(list)]));
}
