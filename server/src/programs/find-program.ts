import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { type Border, pathEntries } from './border';
import { pathsOf } from './paths';

/** What is at a path. */
export type ProgramState = 'nothing' | 'folder' | 'file' | 'program';

/** The path of a program; else the first one that was refused because it is inside the border, if there is one. */
export type FoundProgram = { readonly program: string } | { readonly refused: string | undefined };

/**
 * The first program of a name on the PATH that is not inside the border. Programs are always started by their full path,
 * because Windows searches a bare name in the working folder before the PATH.
 * @param called its name; on Windows `.exe` may be left out
 */
export async function programOnPath(
  called: string,
  path: string | undefined,
  border: Border,
  platform: NodeJS.Platform = process.platform,
): Promise<FoundProgram> {
  let refused: string | undefined;
  for (const program of candidatesOnPath(called, path, platform)) {
    if ((await programState(program)) !== 'program') continue;
    if (!(await border.holds(program))) return { program };
    refused ??= program;
  }
  return { refused };
}

/**
 * The paths at which a program of this name could be.
 * @internal exported for the tests of Windows' paths, which run on other systems
 */
export function candidatesOnPath(called: string, path: string | undefined, platform: NodeJS.Platform): string[] {
  const name = platform === 'win32' && !/\.exe$/i.test(called) ? `${called}.exe` : called;
  return pathEntries(path, platform).map((entry) => pathsOf(platform).join(entry, name));
}

export async function programState(path: string): Promise<ProgramState> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return 'nothing';
  if (!found.isFile()) return 'folder';
  return access(path, constants.X_OK).then(
    () => 'program',
    () => 'file',
  );
}
