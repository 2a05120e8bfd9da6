import { fieldsOf, textOf } from './json';
import { CLUSTER_TIME, type Kubectl, type RunOptions } from './kubectl';

/**
 * The minor version of a context's API server, such as 35. One that doesn't tell is taken for a new one: infinity. What
 * keeps kubectl from reaching the server is said by what else is asked of it.
 */
export async function serverMinorOf(kubectl: Kubectl, context: string, options: RunOptions): Promise<number> {
  const minor = await kubectl
    .run([`--context=${context}`, 'get', '--raw=/version'], { timeoutMs: CLUSTER_TIME, ...options })
    .then((answer) => textOf(fieldsOf(JSON.parse(answer)).minor))
    .catch(() => undefined);
  // Some write "35+".
  return Number.parseInt(minor ?? '', 10) || Number.POSITIVE_INFINITY;
}
