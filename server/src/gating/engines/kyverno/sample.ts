import type { YamlValue } from '../../../manifest/value';
import type { ContainerList } from '../../../pod/template';
import { policyTexts } from './policy-json';
import { type Data, type DataObject, Unknown } from './unknowable';
import { Variables } from './variables';

export const LISTS: readonly ContainerList[] = ['initContainers', 'containers', 'ephemeralContainers'];

/** What reading the image that a sample is about comes to. */
export const READ = 'the image of the sample';
const PROBE = new Unknown(READ);
const IMAGE = 'registry.example.com/sample/sample:1';
const PARSED: DataObject = {
  registry: 'registry.example.com',
  path: 'sample/sample',
  name: 'sample',
  tag: '1',
  reference: IMAGE,
  referenceWithTag: IMAGE,
};

/** Where the pod's spec is in objects of a kind. */
const SHAPES: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  workload: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** An object to try a rule on, by what variables refer to: to see which images it reads, and which lists it counts. */
export interface Sample {
  /** With a container in every list; the image in one of them is to be read. */
  reading(list: ContainerList): Variables;
  /** With containers and, if one is named, another list whose image is not known. */
  having(list: ContainerList | undefined): Variables;
}

/** A sample of each form that the objects of a rule have, by the kinds that it matches. */
export function samplesFor(rule: YamlValue): readonly Sample[] {
  const filters = [rule.get('match'), ...rule.at('match', 'any').items, ...rule.at('match', 'all').items];
  const kinds = filters.flatMap((filter) => policyTexts(filter.at('resources', 'kinds')));
  const shapes = new Set(kinds.map(shapeOf));
  return [...(shapes.size > 0 ? shapes : Object.values(SHAPES))].map(toSample);
}

function shapeOf(kind: string): readonly string[] | undefined {
  if (/(?:^|\/)Pod(?:\/|$)|[*?]/.test(kind)) return SHAPES.Pod;
  return /(?:^|\/)CronJob$/.test(kind) ? SHAPES.CronJob : SHAPES.workload;
}

function toSample(podSpec: readonly string[] = []): Sample {
  const of = (lists: readonly ContainerList[], unknown: ContainerList | undefined): Variables => {
    const named = (image: (list: ContainerList) => Data): DataObject =>
      Object.fromEntries(lists.map((list) => [list, image(list)]));
    const spec = named((list) => [{ name: 'sample', image: list === unknown ? PROBE : IMAGE }]);
    const images = named((list) => ({ sample: list === unknown ? PROBE : PARSED }));
    const object = podSpec.reduceRight<DataObject>((below, step) => ({ [step]: below }), spec);
    const request = { operation: 'CREATE', name: 'sample', namespace: 'sample', object };
    return new Variables({ request, images });
  };
  return {
    reading: (list) => of(LISTS, list),
    having: (list) => of(list === undefined ? ['containers'] : ['containers', list], list),
  };
}
