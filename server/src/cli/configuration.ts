import { access, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  CONFIGURATION_FILE,
  type Configuration,
  parseConfiguration,
  withConfiguration,
} from '../configuration/configuration';
import { type AnalysisOptions, DEFAULT_OPTIONS } from '../rules/engine';
import { reasonOf } from './files';
import type { Io } from './io';
import { type CheckOptions, UsageError } from './options';

/**
 * Finds out what holds for a file (by its path; `undefined` for stdin): the defaults, the configuration file that was
 * named or else the nearest one above the manifest, and what the command line says, each over the one before.
 * @throws UsageError for a configuration file that can't be read or that has a mistake
 */
export async function readConfiguration(
  { config, overrides, only }: CheckOptions,
  io: Io,
): Promise<(path: string | undefined) => Promise<AnalysisOptions>> {
  const finish = (configuration: Configuration): AnalysisOptions => ({
    ...withConfiguration(withConfiguration(DEFAULT_OPTIONS, configuration), overrides),
    ...(only && { only }),
  });
  if (config !== undefined) {
    const options = finish(await load(resolve(io.cwd, config), config));
    return async () => options;
  }
  const byFolder = new Map<string, Promise<AnalysisOptions>>();
  const forFolder = (folder: string): Promise<AnalysisOptions> => {
    let options = byFolder.get(folder);
    if (!options) {
      options = nearest(folder);
      byFolder.set(folder, options);
    }
    return options;
  };
  const nearest = async (folder: string): Promise<AnalysisOptions> => {
    const file = join(folder, CONFIGURATION_FILE);
    if (await exists(file)) return finish(await load(file, file));
    const parent = dirname(folder);
    // A repository is a world of its own.
    return parent === folder || (await exists(join(folder, '.git'))) ? finish({}) : forFolder(parent);
  };
  return (path) => forFolder(path === undefined ? io.cwd : dirname(path));
}

async function load(file: string, name: string): Promise<Configuration> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${name} can't be read (${reasonOf(error)}); check the path and its permissions.`);
  });
  const { configuration, problems } = parseConfiguration(text);
  const [problem] = problems;
  if (problem) throw new UsageError(`${name}:${problem.start.line + 1}: ${problem.message}`);
  return configuration;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
