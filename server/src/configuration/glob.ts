import { matchesWildcard } from '../text/wildcard';

/** A path relative to the folder of a configuration, in names; empty names are left out. */
type Names = readonly string[];

/** Longer globs match nothing. */
const MOST_NAMES = 64;

/**
 * Whether a path is one that a glob names, or is below it. As in `.gitignore`: `*` and `?` stand for text inside a name, `**`
 * for any folders, and a glob without a slash before its end names files and folders at any depth.
 * @param path relative to the folder that globs count from, with forward slashes
 */
export function isGlobbed(path: string, glob: string): boolean {
  let end = glob.length;
  while (glob[end - 1] === '/') end--;
  const bare = glob.slice(0, end);
  const wanted = namesOf(bare.includes('/') ? bare : `**/${bare}`);
  const names = namesOf(path);
  if (wanted.length === 0 || wanted.length > MOST_NAMES || names.length > MOST_NAMES) return false;
  // A glob with a slash at its end names folders only.
  const longest = bare === glob ? names.length : names.length - 1;
  return reaches(names, wanted, longest);
}

function namesOf(path: string): Names {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

/** Whether a glob matches one of the beginnings of a path. The time grows with the product of their lengths. */
function reaches(names: Names, wanted: Names, longest: number): boolean {
  // How many names of the path the first names of the glob can stand for.
  let counts = new Set([0]);
  for (const [index, want] of wanted.entries()) {
    const next = new Set<number>();
    for (const count of counts) {
      if (want !== '**') {
        if (count < longest && matchesWildcard(want, names[count] ?? '')) next.add(count + 1);
        continue;
      }
      // At the end, it stands for what is in the folder, and not for the folder.
      const least = index === wanted.length - 1 ? count + 1 : count;
      for (let more = least; more <= names.length; more++) next.add(more);
    }
    counts = next;
  }
  return counts.size > 0;
}
