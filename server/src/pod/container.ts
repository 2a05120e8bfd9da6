import type { YamlValue } from '../manifest/value';
import { findKnownSidecar, type KnownSidecarMatch } from './known-sidecars';
import { commandsOf, type ShellCommand } from './shell';
import type { ContainerList, ContainerSource } from './template';

/** What a container is to its pod. */
export type Role = 'app' | 'sidecar' | 'native-sidecar' | 'init' | 'ephemeral';

/** A volume in a container's file system. */
export interface Mount {
  readonly value: YamlValue;
  readonly volume: string;
  readonly path: string;
  readonly isReadOnly: boolean;
}

/** A container with what its manifest says of it; its role is given to it by its pod. */
export class Container {
  readonly value: YamlValue;
  readonly list: ContainerList;
  /** Its place among the containers of its list, 0-based. */
  readonly index: number;
  /** The format itself says that it is one (Argo's and Tekton's `sidecars`). */
  readonly isDeclaredSidecar: boolean;
  readonly name: string | undefined;
  readonly image: string | undefined;
  readonly mounts: readonly Mount[];
  readonly known: KnownSidecarMatch | undefined;
  role: Role = 'app';
  /** Why it has its role, in words for the user. */
  evidence: readonly string[] = [];
  #commands: readonly ShellCommand[] | undefined;

  constructor(source: ContainerSource, index: number) {
    this.value = source.value;
    this.list = source.list;
    this.index = index;
    this.isDeclaredSidecar = source.isSidecar ?? false;
    this.name = source.value.get('name').string;
    this.image = source.value.get('image').string;
    this.mounts = source.value.get('volumeMounts').items.flatMap(toMount);
    this.known = findKnownSidecar(this.name, this.image);
  }

  /** What it runs, as far as the manifest says: the words of `command` and `args`, read as shell where they are. */
  get commands(): readonly ShellCommand[] {
    this.#commands ??= commandsOf([...this.value.get('command').items, ...this.value.get('args').items]);
    return this.#commands;
  }

  get isSidecar(): boolean {
    return this.role === 'sidecar' || this.role === 'native-sidecar';
  }

  /** What to call it in a sentence. */
  get label(): string {
    return this.name ?? this.value.get('name').label ?? `${this.list}[${this.index}]`;
  }

  /** Its name where it has one: the place of findings about the container as a whole. */
  get nameValue(): YamlValue {
    const name = this.value.get('name');
    return name.exists ? name : this.value;
  }
}

function toMount(value: YamlValue): Mount[] {
  const volume = value.get('name').string;
  const path = value.get('mountPath').string;
  if (volume === undefined || path === undefined) return [];
  return [{ value, volume, path, isReadOnly: value.get('readOnly').boolean === true }];
}
