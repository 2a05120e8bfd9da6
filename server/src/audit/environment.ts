import type { JsonValue } from '../manifest/json-value';
import type { Power } from '../pod/power';

/**
 * Variables that make a program run other code: of the dynamic linker (ld.so(8)), of shells, and of
 * language runtimes.
 */
const LOADERS = new Set(
  [
    'LD_PRELOAD LD_AUDIT LD_LIBRARY_PATH GCONV_PATH PATH BASH_ENV ENV PROMPT_COMMAND',
    'NODE_OPTIONS NODE_PATH PYTHONPATH PYTHONSTARTUP PYTHONHOME PERL5LIB PERL5OPT RUBYLIB RUBYOPT',
    'JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS CLASSPATH PHPRC PHP_INI_SCAN_DIR',
    'DOTNET_STARTUP_HOOKS CORECLR_PROFILER CORECLR_PROFILER_PATH GIT_SSH_COMMAND',
  ].flatMap((names) => names.split(' ')),
);

/** The powers that a container has by its environment. */
export function environmentPowersOf(container: JsonValue): Power[] {
  const variables = container.get('env').items;
  // The last of several variables with one name counts.
  const loaders = new Map(
    variables.flatMap((variable) => {
      const name = variable.get('name').string;
      return name !== undefined && LOADERS.has(name) ? [[name, variableValue(variable)] as const] : [];
    }),
  );
  const sources = container.get('envFrom').items;
  const secrets = [
    ...sources.map((source) => source.get('secretRef').get('name').string),
    ...variables.map((variable) => variable.get('valueFrom').get('secretKeyRef').get('name').string),
  ];
  const maps = sources.map((source) => source.get('configMapRef').get('name').string);
  return [
    ...[...loaders].map(([name, value]): Power => `loads ${name}=${value}`),
    ...named(secrets).map((name): Power => `secretEnv ${name}`),
    ...named(maps).map((name): Power => `configEnv ${name}`),
  ];
}

/** The value of a variable, or where it comes from. */
function variableValue(variable: JsonValue): string {
  const from = variable.get('valueFrom');
  for (const kind of ['secretKeyRef', 'configMapKeyRef', 'fieldRef', 'resourceFieldRef', 'fileKeyRef']) {
    if (!from.get(kind).exists) continue;
    const [name, key] = ['name', 'key'].map((field) => from.get(kind).get(field).string ?? '');
    return `(${kind} ${name} ${key})`;
  }
  return variable.get('value').label ?? '';
}

function named(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.flatMap((name) => name ?? []))];
}
