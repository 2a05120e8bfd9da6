import { ThemeIcon } from 'vscode';
import type { Kubectl } from '../../../../server/src/cluster/kubectl';
import type { Saying } from '../../../../server/src/text/saying';
import type { Cluster } from '../../cluster';
import { choose, type Line } from '../../says/ask';
import { say } from '../../says/words';

/** What an action does, in the words of its question. */
interface Deed {
  /** The action, as in the title of its lists. */
  readonly title: Saying;
  /** What it does to what, such as "Open a shell in web". */
  readonly act: Saying;
}

/** That an action may go on. */
export interface Approval {
  readonly isProduction: boolean;
}

interface Place {
  readonly context: string;
  readonly namespace: string;
  readonly pod?: string | undefined;
}

/**
 * Asks once before something is done in production. Cancel is the first line, so that Enter alone does nothing.
 * @returns `undefined` if it must not be done
 */
export async function approve(
  cluster: Cluster,
  kubectl: Kubectl,
  place: Place,
  { title, act }: Deed,
): Promise<Approval | undefined> {
  const sign = await cluster.productionSign(kubectl, place);
  if (sign === undefined) return { isProduction: false };
  const yes: Line = {
    label: act,
    iconPath: new ThemeIcon('warning'),
    detail: whereIn(place),
  };
  const answer = await choose([CANCEL, yes], {
    title: say`${title} in PRODUCTION`,
    placeholder: say`By ${sign}, this looks like production. ${act}?`,
    staysOpen: true,
  });
  return answer === yes ? { isProduction: true } : undefined;
}

function whereIn({ context, namespace, pod }: Place): Saying {
  const where = context === '' ? say`In the namespace ${namespace}` : say`In the namespace ${namespace} of ${context}`;
  return pod === undefined ? where : say`In the pod ${pod}. ${where}`;
}

const CANCEL: Line = { label: say`Cancel`, description: say`do nothing`, iconPath: new ThemeIcon('circle-slash') };
