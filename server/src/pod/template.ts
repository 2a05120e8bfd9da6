import { apiGroup, type Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import { workloadKind } from './workload-kinds';

/** A list of a pod spec that holds containers. */
export type ContainerList = 'initContainers' | 'containers' | 'ephemeralContainers';

export const CONTAINER_LISTS: readonly ContainerList[] = ['initContainers', 'containers', 'ephemeralContainers'];

/** The lists that a pod template can have; ephemeral containers are added to pods that exist. */
export const TEMPLATE_LISTS: readonly ContainerList[] = ['initContainers', 'containers'];

/** A list of a pod spec whose items can name an image. */
export type ImageList = ContainerList | 'volumes';

export const IMAGE_LISTS: readonly ImageList[] = [...CONTAINER_LISTS, 'volumes'];

export function isImageList(name: string): name is ImageList {
  return IMAGE_LISTS.some((list) => list === name);
}

export function isContainerList(name: string): name is ContainerList {
  return CONTAINER_LISTS.some((list) => list === name);
}

/** The YAML of a container, and the list of the pod spec that it is (or will be) in. */
export interface ContainerSource {
  readonly value: YamlValue;
  readonly list: ContainerList;
  /** It is in a list for sidecars: `sidecars` of Argo and Tekton. */
  readonly isSidecar?: true;
  /** What it is called without a name of its own, where that is not its position in `list`. */
  readonly called?: string;
}

/** A pod as a resource describes it: the spec of a Pod, or the template from which a controller creates pods. */
export interface PodTemplate {
  readonly resource: Resource;
  readonly spec: YamlValue;
  readonly metadata: YamlValue;
  readonly containers: readonly ContainerSource[];
  readonly volumes: readonly YamlValue[];
  /** A controller assembles the pod, and starts and stops its containers itself (Argo Workflows, Tekton). */
  readonly isAssembled: boolean;
}

/** Every pod that a resource describes. A custom kind is recognized by a pod template at the usual path. */
export function podTemplatesOf(resource: Resource): PodTemplate[] {
  if (resource.kind === 'PodTemplate') return fromTemplate(resource, resource.value.get('template'));
  const podSpec = workloadKind(resource.kind)?.podSpec;
  if (podSpec) return fromTemplate(resource, resource.value.at(...podSpec.slice(0, -1)));
  switch (apiGroup(resource)) {
    case 'argoproj.io':
      if (resource.kind !== 'Rollout') return fromArgo(resource);
      break;
    case 'tekton.dev':
      return fromTekton(resource);
  }
  // For example Argo Rollout, Knative Service, OpenShift DeploymentConfig and OpenKruise CloneSet.
  return fromTemplate(resource, resource.value.at('spec', 'template'));
}

/** Fields of a pod's spec that rules judge, whether the containers are written there or elsewhere. */
const POD_FIELDS = ['hostNetwork', 'hostPID', 'hostIPC', 'securityContext', 'volumes'];

/** Where an item of a list names its image: a container, or a volume whose source is an image. */
export function imageField(list: ImageList): readonly [string, ...string[]] {
  return list === 'volumes' ? ['image', 'reference'] : ['image'];
}

function fromTemplate(resource: Resource, template: YamlValue): PodTemplate[] {
  const spec = template.get('spec');
  const containers = CONTAINER_LISTS.flatMap((list) => spec.get(list).items.map((value) => ({ value, list })));
  // A patch can change the pod around its containers.
  if (containers.length === 0 && !POD_FIELDS.some((name) => spec.has(name))) return [];
  return [
    {
      resource,
      spec,
      metadata: template.get('metadata'),
      containers,
      volumes: spec.get('volumes').items,
      isAssembled: false,
    },
  ];
}

/** Workflow, CronWorkflow and their templates: each entry of `templates` with a container becomes a pod. */
function fromArgo(resource: Resource): PodTemplate[] {
  const spec = resource.value.get('spec');
  const templates = [...spec.get('templates').items, ...spec.at('workflowSpec', 'templates').items];
  return templates.flatMap((template) => {
    const main = ['container', 'script'].map((name) => template.get(name)).filter((value) => value.isMap);
    if (main.length === 0) return [];
    const containers: ContainerSource[] = [
      ...template.get('initContainers').items.map((value) => ({ value, list: 'initContainers' as const })),
      ...main.map((value) => ({ value, list: 'containers' as const, called: 'main' })),
      ...template
        .get('sidecars')
        .items.map((value) => ({ value, list: 'containers' as const, isSidecar: true as const })),
    ];
    // The pod of a template has the volumes of the template and of the whole workflow.
    const volumes = [template, spec, spec.get('workflowSpec')].flatMap((owner) => owner.get('volumes').items);
    return [{ resource, spec: template, metadata: template.get('metadata'), containers, volumes, isAssembled: true }];
  });
}

/** Task (and a TaskRun's embedded one): its steps and sidecars run as containers of one pod. */
function fromTekton(resource: Resource): PodTemplate[] {
  const spec = resource.value.get('spec');
  return [spec, spec.get('taskSpec')].flatMap((task) => {
    const containers: ContainerSource[] = [
      ...task
        .get('steps')
        .items.map((value, index) => ({ value, list: 'containers' as const, called: `steps[${index}]` })),
      ...task.get('sidecars').items.map((value) => ({ value, list: 'containers' as const, isSidecar: true as const })),
    ];
    if (containers.length === 0) return [];
    const volumes = task.get('volumes').items;
    return [{ resource, spec: task, metadata: resource.value.get('metadata'), containers, volumes, isAssembled: true }];
  });
}
