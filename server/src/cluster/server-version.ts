import { fieldText, jsonFields } from './json';
import { CLUSTER_TIME, type Kubectl, type RunOptions } from './kubectl';

/**
 * The minor version of a context's API server, such as 35. If it is not known, the server counts as new: infinity. It does
 * not throw: if the server can't be reached, the other requests report that.
 */
export async function serverMinorOf(kubectl: Kubectl, context: string, options: RunOptions): Promise<number> {
  const minor = await kubectl
    .json([`--context=${context}`, 'get', '--raw=/version'], { timeoutMs: CLUSTER_TIME, ...options })
    .then((answer) => fieldText(jsonFields(answer).minor))
    .catch(() => undefined);
  // Some servers write "35+".
  return Number.parseInt(minor ?? '', 10) || Number.POSITIVE_INFINITY;
}
