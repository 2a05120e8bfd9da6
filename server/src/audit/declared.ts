import { isPlaceholder } from '../image/image-reference';
import { beyond, covering, type Power } from '../pod/power';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { type Commands, differingCommands } from './commands';
import { imageDifference } from './image-difference';
import { type Form, formsOf, type Manifest, type ManifestPlace, manifestsOf } from './manifests';
import { type ContainerFacts, type PodFacts, podFactsOf } from './pod-facts';
import type { RunningGroup } from './running';

/** A workload as the manifests of a workspace declare it, after one kustomize build. */
export interface Declared {
  /** Its namespace after the build; `undefined` if the manifest and the kustomizations set none. */
  readonly namespace: string | undefined;
  readonly serviceAccount: string;
  readonly powers: ReadonlySet<Power>;
  readonly containers: ReadonlyMap<string, DeclaredContainer>;
  readonly place: ManifestPlace;
  /** A kustomization uses the manifest, and can add fields that are not in the manifest. */
  readonly isBuilt: boolean;
}

interface DeclaredContainer {
  /** Its images after the builds; empty if the image is a placeholder. */
  readonly images: readonly string[];
  readonly powers: ReadonlySet<Power>;
  readonly commands: Commands;
  readonly place: ManifestPlace;
}

/** The manifest of a running workload. */
export interface Match {
  /** Of several, the one that differs least. */
  readonly declared?: Declared;
  /** The number of other manifests, or builds of one, that describe the workload as well, if none matches what runs. */
  readonly others: number;
  /** A manifest that may belong to it, but has no namespace. */
  readonly elsewhere?: Declared;
}

/** The workloads that the manifests of a workspace declare, by kind and name. */
export class DeclaredWorkloads {
  readonly #byName = new Map<string, Declared[]>();
  /** The namespace of manifests that set none. */
  readonly openNamespace: string | undefined;
  /** Manifests that are not compared, as sentences. */
  readonly limits: readonly string[];

  constructor(index: WorkspaceIndex, openNamespace: string | undefined) {
    this.openNamespace = openNamespace;
    const { workloads, patches, limits } = manifestsOf(index);
    this.limits = limits;
    for (const manifest of workloads) {
      for (const form of formsOf(manifest, patches, index.builds.graph)) {
        const key = `${manifest.kind}/${form.name}`;
        this.#byName.set(key, [...(this.#byName.get(key) ?? []), toDeclared(manifest, form)]);
      }
    }
  }

  /** The manifest of a running workload: one with its namespace, or else one without a namespace. */
  find(group: RunningGroup): Match {
    const { namespace, workload } = group;
    const named = this.#byName.get(`${workload.kind}/${workload.name}`) ?? [];
    const own = named.filter((declared) => declared.namespace === namespace);
    const open = named.filter((declared) => declared.namespace === undefined);
    const [first, ...rest] = own.length > 0 ? own : namespace === this.openNamespace ? open : [];
    if (!first) return { others: 0, ...(open[0] && { elsewhere: open[0] }) };
    if (rest.length === 0) return { declared: first, others: 0 };
    const applied = appliedFacts(group);
    let [declared, least] = [first, distance(first, applied)];
    for (const other of rest) {
      const far = distance(other, applied);
      if (far < least) [declared, least] = [other, far];
    }
    return { declared, others: least === 0 ? 0 : rest.length };
  }
}

/** What was applied to the cluster last, as far as it is known. */
function appliedFacts({ template, present, spec }: RunningGroup): PodFacts {
  return present ?? (template.from === 'owner' ? template.spec : spec);
}

function toDeclared(
  { place, containers }: Manifest,
  { namespace, template, containers: added, isBuilt }: Form,
): Declared {
  const facts = podFactsOf(template);
  return {
    namespace,
    serviceAccount: facts.serviceAccount,
    powers: new Set(facts.powers),
    containers: new Map(
      facts.containers.map(({ name, image, powers, commands }) => {
        const images = isPlaceholder(image) ? [] : [image];
        const own = containers.get(name) ?? added.get(name) ?? place;
        return [name, { images, powers: new Set(powers), commands, place: own }];
      }),
    ),
    place,
    isBuilt,
  };
}

/** How much differs: a container that only one has, and an image of another repository, count most. */
function distance(declared: Declared, facts: PodFacts): number {
  const names = new Set(facts.containers.map(({ name }) => name));
  const missing = [...declared.containers.keys()].filter((name) => !names.has(name)).length;
  const account = declared.serviceAccount === facts.serviceAccount ? 0 : 1;
  const containers = facts.containers.map((container) => {
    const own = declared.containers.get(container.name);
    if (!own) return FAR;
    const images = own.images.map((image) => imageDistance(image, container.image));
    const commands = differingCommands(container.commands, own.commands).length;
    return Math.min(...images, FAR) * (images.length > 0 ? 1 : 0) + commands + powerDistance(own.powers, container);
  });
  return missing * FAR + account + containers.reduce((sum, own) => sum + own, 0);
}

const FAR = 10;

function imageDistance(wanted: string, running: string): number {
  const difference = imageDifference(wanted, running);
  return difference === undefined ? 0 : difference.severity === 'error' ? FAR : 1;
}

function powerDistance(declared: ReadonlySet<Power>, { powers }: ContainerFacts): number {
  const more = beyond(powers, covering(declared)).length;
  return more + beyond([...declared], covering(powers)).length;
}
