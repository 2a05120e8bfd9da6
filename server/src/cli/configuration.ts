import { lstat, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  CONFIGURATION_FILE,
  type Configuration,
  parseConfiguration,
  withConfiguration,
} from '../configuration/configuration';
import { type AnalysisOptions, DEFAULT_OPTIONS } from '../rules/options';
import { linkLeadingOut, repositoryAround, targetWithin } from './border';
import { reasonOf } from './file-errors';
import { nameOf } from './file-names';
import type { InputFile } from './input-file';
import type { Io } from './io';
import { type CheckOptions, UsageError } from './options';
import { readRegular } from './read-bytes';

/** Larger files are refused. */
const MAX_BYTES = 1024 * 1024;

/** The path of a manifest, and the path of the call by which it was found. */
type Place = Pick<InputFile, 'path' | 'root'>;

/**
 * The options for a file: the defaults, then the named configuration file (or else the nearest one above the manifest), then
 * the command line. Each overrides the one before.
 * @throws UsageError for a configuration file that can't be read or that has an error
 */
export async function readConfiguration(
  { config, overrides, only }: CheckOptions,
  io: Io,
): Promise<(file: Place) => Promise<AnalysisOptions>> {
  const finish = (configuration: Configuration): AnalysisOptions => ({
    ...withConfiguration(withConfiguration(DEFAULT_OPTIONS, configuration), overrides),
    ...(only && { only }),
  });
  if (config !== undefined) {
    const link = await linkLeadingOut(resolve(io.cwd, config));
    if (link !== undefined)
      throw new UsageError(
        `\`--config ${config}\` was not read: ${nameOf(link, io.cwd)} is a symbolic link that leads out of its repository; name the file that it leads to.`,
      );
    const options = finish(await load(resolve(io.cwd, config), config));
    return async () => options;
  }
  const tops = new Map<string, Promise<string | undefined>>();
  const byFolder = new Map<string, Promise<AnalysisOptions>>();
  const nearest = async (folder: string, top: string | undefined): Promise<AnalysisOptions> => {
    const file = join(folder, CONFIGURATION_FILE);
    const info = await lstat(file).catch(() => undefined);
    if (info) return finish(await load(info.isSymbolicLink() ? await follow(file, top) : file, file));
    const parent = dirname(folder);
    // The search stops at the top of the repository of the searched folder. A nested repository does not stop it.
    return parent === folder || folder === top ? finish({}) : forFolder(parent, top);
  };
  const forFolder = (folder: string, top: string | undefined): Promise<AnalysisOptions> => {
    const key = `${top}\n${folder}`;
    const options = byFolder.get(key) ?? nearest(folder, top);
    byFolder.set(key, options);
    return options;
  };
  return async ({ path, root }) => {
    const start = path === undefined ? io.cwd : root;
    const top = tops.get(start) ?? repositoryAround(start);
    tops.set(start, top);
    return forFolder(path === undefined ? io.cwd : dirname(path), await top);
  };
}

/** The target of a linked configuration. A link out of the repository could reveal the content of other files. */
async function follow(link: string, top: string | undefined): Promise<string> {
  const target = await targetWithin(await realpath(top ?? dirname(link)), link);
  if (target === 'nowhere') throw new UsageError(`${link} is a broken symbolic link; correct or delete it.`);
  if (target === 'outside')
    throw new UsageError(
      `${link} was not read: it is a symbolic link that leads out of ${top === undefined ? 'its folder' : 'the repository'}; put a file there instead, or name one with \`--config FILE\`.`,
    );
  return target;
}

async function load(file: string, name: string): Promise<Configuration> {
  const bytes = await readRegular(file, MAX_BYTES, true).catch((error: unknown) => {
    throw new UsageError(`${name} can't be read (${reasonOf(error)}); check the path and its permissions.`);
  });
  const { configuration, problems } = parseConfiguration(new TextDecoder().decode(bytes));
  const [problem] = problems;
  if (problem) throw new UsageError(`${name}:${problem.start.line + 1}: ${problem.message}`);
  return configuration;
}
