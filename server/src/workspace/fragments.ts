import { apiGroup, type Resource } from '../manifest/resource';
import { isKustomization } from './kustomization';

/** What tests of Chainsaw compare with, or change, what is in the cluster; what they create is whole. */
const COMPARED = ['assert', 'error', 'patch', 'delete'];
/** The lists of steps in a step of a test. */
const STEPS = ['try', 'catch', 'finally', 'cleanup'];

/**
 * The paths, as written, of files that hold parts of objects, so that fields may be missing there: what a test expects, and patches
 * that a kustomization has in a comment, as scaffolds do.
 */
export function fragmentsOf(resource: Resource): string[] {
  if (isKustomization(resource)) return patchesInComments(resource.document.text);
  return isChainsawTest(resource) ? expectedFiles(resource) : [];
}

function isChainsawTest(resource: Resource): boolean {
  return resource.kind === 'Test' && apiGroup(resource).startsWith('chainsaw.');
}

function expectedFiles({ value }: Resource): string[] {
  return value
    .at('spec', 'steps')
    .items.flatMap((step) => STEPS.flatMap((list) => step.get(list).items))
    .flatMap((operation) => COMPARED.map((name) => operation.at(name, 'file').string))
    .filter((path) => path !== undefined);
}

const TOP_LEVEL_KEY = /^(?:#\s?)?([A-Za-z\d]+):/;
const PATH_IN_COMMENT = /^\s*#\s*-\s+(?:path:\s*)?["']?([\w./-]+\.ya?ml)["']?\s*$/;

/** The parser keeps no comments as values, so the lines are read as text. */
function patchesInComments(text: string): string[] {
  if (!text.includes('#')) return [];
  const found: string[] = [];
  let key = '';
  for (const line of text.split('\n')) {
    key = TOP_LEVEL_KEY.exec(line)?.[1] ?? key;
    const path = key.startsWith('patches') ? PATH_IN_COMMENT.exec(line.slice(0, 500))?.[1] : undefined;
    if (path !== undefined) found.push(path);
  }
  return found;
}
