import type { YamlValue } from '../manifest/value';
import { findKnownSidecar, type KnownSidecarMatch } from './known-sidecars';
import { commandsOf, type ShellCommand } from './shell';
import type { ContainerList, ContainerSource } from './template';

/** The part that a container has in its pod. */
export type Role = 'app' | 'sidecar' | 'native-sidecar' | 'init' | 'ephemeral';

/** A volume in a container's file system. */
export interface Mount {
  readonly value: YamlValue;
  readonly volume: string;
  readonly path: string;
  readonly isReadOnly: boolean;
}

const NO_COMMANDS: readonly ShellCommand[] = [];

/** A container as its manifest describes it. `assignRoles` sets its role. */
export class Container {
  readonly value: YamlValue;
  readonly list: ContainerList;
  /** Its position in its list, 0-based. */
  readonly index: number;
  /** It is in a list for sidecars (`sidecars` of Argo and Tekton). */
  readonly isDeclaredSidecar: boolean;
  readonly name: string | undefined;
  readonly image: string | undefined;
  readonly mounts: readonly Mount[];
  readonly known: KnownSidecarMatch | undefined;
  role: Role = 'app';
  /** The reasons for its role, in words for the user. */
  evidence: readonly string[] = [];
  /** Kept by `everyCommandOf`. */
  everyCommand: readonly ShellCommand[] | undefined;
  readonly #called: string | undefined;
  #commands: readonly ShellCommand[] | undefined;

  constructor(source: ContainerSource, index: number) {
    this.value = source.value;
    this.list = source.list;
    this.index = index;
    this.#called = source.called;
    this.isDeclaredSidecar = source.isSidecar ?? false;
    this.name = source.value.get('name').string;
    this.image = source.value.get('image').string;
    this.mounts = source.value.get('volumeMounts').items.flatMap(toMount);
    this.known = findKnownSidecar(this.name, this.image);
  }

  /** The commands in `command` and `args`. Shell scripts are parsed. */
  get commands(): readonly ShellCommand[] {
    if (!this.value.has('command') && !this.value.has('args')) return NO_COMMANDS;
    this.#commands ??= commandsOf([...this.value.get('command').items, ...this.value.get('args').items]);
    return this.#commands;
  }

  get isSidecar(): boolean {
    return this.role === 'sidecar' || this.role === 'native-sidecar';
  }

  /** Its name in a sentence. */
  get label(): string {
    return this.name ?? this.value.get('name').label ?? this.#called ?? `${this.list}[${this.index}]`;
  }

  /** The place of findings about the whole container: its name, if it has one. */
  get nameValue(): YamlValue {
    const name = this.value.get('name');
    return name.isSet ? name : this.value;
  }
}

function toMount(value: YamlValue): Mount[] {
  const volume = value.get('name').string;
  const path = value.get('mountPath').string;
  if (volume === undefined || path === undefined) return [];
  return [{ value, volume, path, isReadOnly: value.get('readOnly').boolean === true }];
}
