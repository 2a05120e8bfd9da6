import type { JsonValue } from '../manifest/json-value';
import { isLike } from '../text/star-pattern';

/** The fields of a container that start a program, with their path. */
const FIELDS = {
  command: ['command'],
  args: ['args'],
  postStart: ['lifecycle', 'postStart', 'exec', 'command'],
  preStop: ['lifecycle', 'preStop', 'exec', 'command'],
  startupProbe: ['startupProbe', 'exec', 'command'],
  readinessProbe: ['readinessProbe', 'exec', 'command'],
  livenessProbe: ['livenessProbe', 'exec', 'command'],
} as const;

type CommandField = keyof typeof FIELDS;

/** The words of the programs that a container starts. Those that it does not set are those of the image, or none. */
export type Commands = { readonly [field in CommandField]?: readonly string[] };

export function startedCommands(container: JsonValue): Commands {
  const found: { [field in CommandField]?: readonly string[] } = {};
  for (const field of COMMAND_FIELDS) {
    const words = FIELDS[field].reduce((at, name) => at.get(name), container).items.map((word) => word.label ?? '');
    if (words.length > 0) found[field] = words;
  }
  return found;
}

const COMMAND_FIELDS = [
  'command',
  'args',
  'postStart',
  'preStop',
  'startupProbe',
  'readinessProbe',
  'livenessProbe',
] as const;

/** The fields whose words differ from the declared ones. */
export function differingCommands(running: Commands, declared: Commands): CommandField[] {
  return COMMAND_FIELDS.filter((field) => !areSame(running[field] ?? [], declared[field] ?? []));
}

function areSame(running: readonly string[], declared: readonly string[]): boolean {
  return running.length === declared.length && declared.every((word, index) => isWord(running[index] ?? '', word));
}

/** Flux and envsubst fill in `${NAME}`; a shell in the container does as well, and then the words are the same. */
function isWord(running: string, declared: string): boolean {
  return running === declared || (declared.includes('${') && isLike(running, declared.replace(/\$\{[^{}]*\}/g, '*')));
}
