import type { YamlValue } from '../manifest/value';
import type { Container } from './container';
import { commandsOf, type ShellCommand, scriptCommands } from './shell';

/** The fields whose values are commands: those of a container itself, and `command` below the `exec` of hooks and probes. */
export const COMMAND_FIELDS = ['command', 'args', 'script', 'source'] as const;
/** The fields of a container in which commands can be. */
const FIELDS = [...COMMAND_FIELDS, 'lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];
const NONE: readonly ShellCommand[] = [];

/**
 * All commands of a container in its manifest: its own commands, its exec hooks and probes, and the inline scripts of
 * Tekton (`script`) and Argo (`source`). If a script is only the name of an environment variable, its value is parsed.
 */
export function everyCommandOf(container: Container): readonly ShellCommand[] {
  if (!FIELDS.some((name) => container.value.has(name))) return NONE;
  container.everyCommand ??= collect(container);
  return container.everyCommand;
}

function collect(container: Container): ShellCommand[] {
  const { value } = container;
  const hooks = [
    value.at('lifecycle', 'postStart'),
    value.at('lifecycle', 'preStop'),
    value.get('livenessProbe'),
    value.get('readinessProbe'),
    value.get('startupProbe'),
  ];
  const written = [
    ...container.commands,
    ...hooks.flatMap((hook) => commandsOf(hook.at('exec', 'command').items)),
    ...[value.get('script'), value.get('source')].flatMap((script) => scriptCommands(script.string ?? '', script)),
  ];
  const hidden = new Set(written.flatMap(variablesRun));
  const variables = hidden.size === 0 ? [] : value.get('env').items.filter((item) => hidden.has(nameOf(item)));
  return [
    ...written,
    ...variables.flatMap((item) => scriptCommands(item.get('value').string ?? '', item.get('value'))),
  ];
}

/** The variables whose value a command runs: as a program (`$RUN`, `$(RUN)`), or with `eval` or a shell. */
function variablesRun({ text }: ShellCommand): string[] {
  const match = /^(?:(?:\S*\/)?(?:ba|da|a)?sh -c |eval )?["']?\$[({]?(\w+)[)}]?["']?$/.exec(text.trim());
  return match?.[1] === undefined ? [] : [match[1]];
}

function nameOf(item: YamlValue): string {
  return item.get('name').string ?? '';
}
