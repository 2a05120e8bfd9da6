import { ThemeIcon } from 'vscode';
import type { Kubectl } from '../../../../server/src/cluster/kubectl';
import { type Saying, say } from '../../../../server/src/text/saying';
import type { Cluster } from '../../cluster';
import { choose, type Line } from '../../says/ask';

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

/**
 * Asks once before something is done in production. Cancel is the first line, so that Enter alone does nothing.
 * @returns `undefined` if it must not be done
 */
export async function approve(
  cluster: Cluster,
  kubectl: Kubectl,
  place: { readonly context: string; readonly namespace: string; readonly pod?: string | undefined },
  { title, act }: Deed,
): Promise<Approval | undefined> {
  const sign = await cluster.productionSign(kubectl, place);
  if (sign === undefined) return { isProduction: false };
  const { context, namespace, pod } = place;
  const yes: Line = {
    label: act,
    iconPath: new ThemeIcon('warning'),
    detail: say`In ${pod === undefined ? '' : `the pod ${pod} of `}the namespace ${namespace}${context === '' ? '' : ` of ${context}`}`,
  };
  const answer = await choose([CANCEL, yes], {
    title: say`${title} in PRODUCTION`,
    placeholder: say`By ${sign}, this looks like production. ${act}?`,
    staysOpen: true,
  });
  return answer === yes ? { isProduction: true } : undefined;
}

const CANCEL: Line = { label: say`Cancel`, description: say`do nothing`, iconPath: new ThemeIcon('circle-slash') };
