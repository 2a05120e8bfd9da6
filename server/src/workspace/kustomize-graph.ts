import { imageRepository } from '../pod/image-name';
import type { ImageOverride, KustomizationFact, PatchTarget } from './kustomization';
import { folderOf, resolvePath } from './paths';

/** A kustomization where it stands, with what it names resolved. */
export interface Kustomization {
  readonly fact: KustomizationFact;
  readonly folder: string;
  readonly resources: ReadonlySet<string>;
  /** Their folders, without the closing slash. */
  readonly components: readonly string[];
  readonly patches: ReadonlyMap<string, PatchTarget>;
}

/**
 * A build from a file to a kustomization that nothing else builds on: the kustomizations on the way, innermost first, and
 * before each the components that change what it builds.
 */
export type Build = readonly Kustomization[];

/** Deeper than this, kustomizations include each other in a circle. */
const MAX_DEPTH = 20;

/** How the kustomizations of a workspace build on its files and on each other. */
export class KustomizeGraph {
  readonly #nodes: readonly Kustomization[];

  /** @param kustomizations each with the URI or path of its file */
  constructor(kustomizations: readonly { uri: string; fact: KustomizationFact }[]) {
    this.#nodes = kustomizations.map(({ uri, fact }) => {
      const folder = folderOf(uri);
      const resolve = (path: string): string => resolvePath(folder, path);
      return {
        fact,
        folder,
        resources: new Set(fact.resources.map(resolve)),
        components: fact.components.map(resolve),
        patches: new Map(fact.patches.map(({ path, target }) => [resolve(path), target])),
      };
    });
  }

  get isEmpty(): boolean {
    return this.#nodes.length === 0;
  }

  /** Whether a file is a patch: what it leaves out, the manifest that it is applied to has. */
  isPatch(uri: string): boolean {
    return this.#nodes.some(({ patches }) => patches.has(uri));
  }

  /** Whether a kustomization takes a file over, so that what comes of it is not only what stands in it. */
  isBuiltOn(uri: string): boolean {
    return this.buildsOf(uri).length > 0;
  }

  /** The images that a file's image becomes: one for each build, or itself where nothing builds on the file. */
  imagesFor(uri: string, image: string): string[] {
    const builds = this.buildsOf(uri);
    if (builds.length === 0) return [image];
    return [...new Set(builds.map((build) => build.reduce(builtImage, image)))];
  }

  /** The namespace that a file's resources get, where all builds agree on one. */
  namespaceFor(uri: string, own: string | undefined): string | undefined {
    const builds = this.buildsOf(uri);
    const namespaces = new Set(builds.map((build) => build.reduce(builtNamespace, own)));
    const [only] = namespaces;
    return namespaces.size === 1 ? only : own;
  }

  /** The files that the kustomization of a folder builds on, itself or by way of others. */
  filesOf(folder: string): Set<string> {
    const files = new Set<string>();
    const visit = (current: string): void => {
      for (const node of this.#nodes.filter((candidate) => candidate.folder === current)) {
        for (const resource of node.resources) {
          if (files.has(resource)) continue;
          files.add(resource);
          visit(`${resource}/`);
        }
      }
    };
    visit(folder);
    return files;
  }

  /** The folders of the kustomizations that apply a file as a patch, and what each applies it to. */
  patchedBy(uri: string): { folder: string; target: PatchTarget }[] {
    return this.#nodes.flatMap(({ folder, patches }) => {
      const target = patches.get(uri);
      return target ? [{ folder, target }] : [];
    });
  }

  /** Each way in which kustomizations take over a file, as a resource or a patch. */
  buildsOf(uri: string): Build[] {
    const direct = this.#nodes.filter(({ resources, patches }) => resources.has(uri) || patches.has(uri));
    return direct.flatMap((node) => this.#upwards(this.#withComponents([], node)));
  }

  #upwards(build: Build): Build[] {
    const last = build.at(-1);
    const folder = last?.folder.slice(0, -1) ?? '';
    const users = build.length < MAX_DEPTH ? this.#nodes.filter(({ resources }) => resources.has(folder)) : [];
    return users.length === 0 ? [build] : users.flatMap((user) => this.#upwards(this.#withComponents(build, user)));
  }

  /** A build that goes on with a kustomization. @param inside what it is a component of: a circle ends there */
  #withComponents(build: Build, next: Kustomization, inside: Build = []): Build {
    const within = [...inside, next];
    const before = next.components
      .flatMap((folder) => this.#nodes.filter((node) => node.folder === `${folder}/`))
      // What is in a component has been changed by that one already.
      .filter((node) => !within.includes(node) && !build.includes(node))
      .reduce((grown, component) => this.#withComponents(grown, component, within), build);
    return [...before, next];
  }
}

/** What a kustomization makes of an image. */
export function builtImage(image: string, { fact }: Kustomization): string {
  return fact.images.reduce(applyOverride, image);
}

/** Where a kustomization puts a resource; `undefined` where that stays open. */
export function builtNamespace(own: string | undefined, { fact }: Kustomization): string | undefined {
  return fact.namespace ?? own;
}

/** What a kustomization calls a resource. */
export function builtName(name: string, { fact: { namePrefix, nameSuffix } }: Kustomization): string {
  return namePrefix + name + nameSuffix;
}

/** An entry of `images` applies to images of its name; a digest takes the place of a tag (Kustomize, "images"). */
function applyOverride(image: string, { name, newName, newTag, digest }: ImageOverride): string {
  const repository = imageRepository(image);
  if (repository !== name) return image;
  const rest = image.slice(repository.length);
  const suffix = digest === undefined ? (newTag === undefined ? rest : `:${newTag}`) : `@${digest}`;
  return (newName ?? repository) + suffix;
}
