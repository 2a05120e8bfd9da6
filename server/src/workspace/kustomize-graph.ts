import type { KustomizationFact, PatchTarget } from './kustomization';
import { overriddenImage } from './kustomize-images';
import { folderOf, resolvePath } from './paths';

/** A kustomization with its place, and with its paths resolved. */
export interface Kustomization {
  readonly fact: KustomizationFact;
  readonly folder: string;
  readonly resources: ReadonlySet<string>;
  /** Their folders, without the closing slash. */
  readonly components: readonly string[];
  readonly patches: ReadonlyMap<string, PatchTarget>;
}

/**
 * A build from a file to a kustomization that no other one includes: the kustomizations on the way, the innermost first, and
 * before each of them its components.
 */
export type Build = readonly Kustomization[];

/** How many kustomizations can include each other. */
const MAX_DEPTH = 20;
/** How many builds of a file are followed: with shared kustomizations, the number can double at each level. */
const MOST_BUILDS = 100;

/** The builds of one file. */
interface Builds {
  readonly known: readonly Build[];
  /** There are more builds than those. */
  readonly areMore: boolean;
}

/** How the kustomizations of a workspace build on its files and on each other. */
export class KustomizeGraph {
  readonly #nodes: readonly Kustomization[];
  /** By the path of an included resource or a patch: a file, or a folder without its closing slash. */
  readonly #users = new Map<string, Kustomization[]>();
  readonly #byFolder = new Map<string, Kustomization[]>();
  readonly #patched = new Map<string, { folder: string; target: PatchTarget }[]>();
  readonly #builds = new Map<string, Builds>();

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
    for (const node of this.#nodes) {
      add(this.#byFolder, node.folder, node);
      for (const path of new Set([...node.resources, ...node.patches.keys()])) add(this.#users, path, node);
      for (const [path, target] of node.patches) add(this.#patched, path, { folder: node.folder, target });
    }
  }

  get isEmpty(): boolean {
    return this.#nodes.length === 0;
  }

  /** Whether a file is a patch: the manifest that it applies to has the fields that are missing here. */
  isPatch(uri: string): boolean {
    return this.#patched.has(uri);
  }

  /** Whether a kustomization includes a file and can change its resources. */
  isBuiltOn(uri: string): boolean {
    return this.buildsOf(uri).length > 0;
  }

  /** The images that builds make of an image of a file: one for each build, or the image itself without builds. */
  imagesFor(uri: string, image: string): string[] {
    const builds = this.buildsOf(uri);
    if (builds.length === 0) return [image];
    return [...new Set(builds.map((build) => build.reduce(builtImage, image)))];
  }

  /** The namespace of the resources of a file, if all builds set the same one. */
  namespaceFor(uri: string, own: string | undefined): string | undefined {
    const builds = this.buildsOf(uri);
    const namespaces = new Set(builds.map((build) => build.reduce(builtNamespace, own)));
    const [only] = namespaces;
    return namespaces.size === 1 ? only : own;
  }

  /** The files that the kustomization of a folder includes, directly or through others. */
  filesOf(folder: string): Set<string> {
    const files = new Set<string>();
    const visit = (current: string): void => {
      for (const node of this.#byFolder.get(current) ?? []) {
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

  /** The folders of the kustomizations that apply a file as a patch, each with the target of the patch. */
  patchedBy(uri: string): readonly { folder: string; target: PatchTarget }[] {
    return this.#patched.get(uri) ?? [];
  }

  /** The first 100 builds that include a file as a resource or a patch. */
  buildsOf(uri: string): readonly Build[] {
    return this.#allBuildsOf(uri).known;
  }

  /** Whether a file has more builds than are followed, so that not all of its forms are known. */
  hasUnknownBuilds(uri: string): boolean {
    return this.#allBuildsOf(uri).areMore;
  }

  #allBuildsOf(uri: string): Builds {
    let builds = this.#builds.get(uri);
    if (!builds) {
      builds = this.#follow(uri);
      this.#builds.set(uri, builds);
    }
    return builds;
  }

  #follow(uri: string): Builds {
    const known: Build[] = [];
    const open = (this.#users.get(uri) ?? []).map((node) => this.#withComponents([], node)).reverse();
    for (let build = open.pop(); build; build = open.pop()) {
      if (known.length === MOST_BUILDS) return { known, areMore: true };
      const users = this.#usersOf(build);
      if (users.length === 0) known.push(build);
      for (const user of [...users].reverse()) open.push(this.#withComponents(build, user));
    }
    return { known, areMore: false };
  }

  /** The kustomizations that include the last one of a build. kustomize refuses a cycle, so the build ends before it. */
  #usersOf(build: Build): readonly Kustomization[] {
    const last = build.at(-1);
    if (!last || build.length >= MAX_DEPTH) return [];
    const users = this.#users.get(last.folder.slice(0, -1)) ?? [];
    return users.filter((user) => user.resources.has(last.folder.slice(0, -1)) && !build.includes(user));
  }

  /** A build that continues with a kustomization. @param inside the kustomizations that include it: a cycle ends there */
  #withComponents(build: Build, next: Kustomization, inside: Build = []): Build {
    const within = [...inside, next];
    const components = within.length > MAX_DEPTH ? [] : next.components;
    const before = components
      .flatMap((folder) => this.#byFolder.get(`${folder}/`) ?? [])
      .reduce(
        // The component has already changed its own resources.
        (grown, component) =>
          within.includes(component) || grown.includes(component)
            ? grown
            : this.#withComponents(grown, component, within),
        build,
      );
    return [...before, next];
  }
}

function add<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/** The image that a kustomization makes of an image. */
export function builtImage(image: string, { fact }: Kustomization): string {
  return fact.images.reduce(overriddenImage, image);
}

/** The namespace that a kustomization sets; `undefined` if it sets none. */
export function builtNamespace(own: string | undefined, { fact }: Kustomization): string | undefined {
  return fact.namespace ?? own;
}

/** The name that a kustomization gives to a resource. */
export function builtName(name: string, { fact: { namePrefix, nameSuffix } }: Kustomization): string {
  return namePrefix + name + nameSuffix;
}
