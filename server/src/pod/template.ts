import { apiGroup, type Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';

/** The lists of a pod spec that hold containers. */
export type ContainerList = 'initContainers' | 'containers' | 'ephemeralContainers';

/** A container where it is written, and the list of the pod spec that it is (or will be) in. */
export interface ContainerSource {
  readonly value: YamlValue;
  readonly list: ContainerList;
  /** Certain from the manifest's own format: the `sidecars` of Argo and Tekton. */
  readonly isSidecar?: true;
}

/** A pod as a resource describes it: the resource's own spec, or the template that its controller makes pods from. */
export interface PodTemplate {
  readonly resource: Resource;
  readonly spec: YamlValue;
  readonly metadata: YamlValue;
  readonly containers: readonly ContainerSource[];
  readonly volumes: readonly YamlValue[];
  /** The pod is assembled by a controller that orders and ends its containers itself (Argo Workflows, Tekton). */
  readonly isAssembled: boolean;
}

/** Where each built-in kind keeps its pod template (Kubernetes API reference, workload resources). */
const TEMPLATE_PATHS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    Pod: [],
    PodTemplate: ['template'],
    Deployment: ['spec', 'template'],
    ReplicaSet: ['spec', 'template'],
    StatefulSet: ['spec', 'template'],
    DaemonSet: ['spec', 'template'],
    ReplicationController: ['spec', 'template'],
    Job: ['spec', 'template'],
    CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  }),
);

const LISTS: readonly ContainerList[] = ['initContainers', 'containers', 'ephemeralContainers'];

/** Every pod that a resource describes. Custom kinds are recognised by their shape. */
export function podTemplatesOf(resource: Resource): PodTemplate[] {
  const path = TEMPLATE_PATHS.get(resource.kind);
  if (path) return fromTemplate(resource, resource.value.at(...path));
  switch (apiGroup(resource)) {
    case 'argoproj.io':
      if (resource.kind !== 'Rollout') return fromArgo(resource);
      break;
    case 'tekton.dev':
      return fromTekton(resource);
  }
  // Argo Rollout, Knative Service, OpenShift DeploymentConfig, OpenKruise CloneSet and others alike.
  return fromTemplate(resource, resource.value.at('spec', 'template'));
}

function fromTemplate(resource: Resource, template: YamlValue): PodTemplate[] {
  const spec = template.get('spec');
  const containers = LISTS.flatMap((list) => spec.get(list).items.map((value) => ({ value, list })));
  if (containers.length === 0) return [];
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
      ...main.map((value) => ({ value, list: 'containers' as const })),
      ...template
        .get('sidecars')
        .items.map((value) => ({ value, list: 'containers' as const, isSidecar: true as const })),
    ];
    // A template's pod has its own volumes and those of the whole workflow.
    const volumes = [template, spec, spec.get('workflowSpec')].flatMap((owner) => owner.get('volumes').items);
    return [{ resource, spec: template, metadata: template.get('metadata'), containers, volumes, isAssembled: true }];
  });
}

/** Task (and a TaskRun's embedded one): its steps and sidecars run as containers of one pod. */
function fromTekton(resource: Resource): PodTemplate[] {
  const spec = resource.value.get('spec');
  return [spec, spec.get('taskSpec')].flatMap((task) => {
    const containers: ContainerSource[] = [
      ...task.get('steps').items.map((value) => ({ value, list: 'containers' as const })),
      ...task.get('sidecars').items.map((value) => ({ value, list: 'containers' as const, isSidecar: true as const })),
    ];
    if (containers.length === 0) return [];
    const volumes = task.get('volumes').items;
    return [{ resource, spec: task, metadata: resource.value.get('metadata'), containers, volumes, isAssembled: true }];
  });
}
