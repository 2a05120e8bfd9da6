import { type Disposable, env } from 'vscode';
import { quotedLine } from '../../../server/src/cluster/quoted';
import { execWords, plainShellCommand } from '../../../server/src/cluster/words';
import type { Cluster } from '../cluster';
import { approve } from '../containers/production/approval';
import { onCommand } from '../says/on-command';
import { tell, tellInPassing } from '../says/tell';
import { say } from '../says/words';
import type { Chooser } from '../views/chooser';

/** "Copy kubectl Command…": copies the command line that opens a shell in a container. */
export function registerCopyKubectlCommand(cluster: Cluster, chooser: Chooser): Disposable {
  return onCommand('sidecarGuard.copyKubectlCommand', async () => {
    const chosen = await chooser.container(say`Copy kubectl command`, 'running');
    if (!chosen?.container) return;
    const place = { ...chosen, container: chosen.container.name };
    const words = ['kubectl', ...execWords(place, plainShellCommand(chosen.running?.os))];
    const line = quotedLine(words, process.platform);
    // When the line is pasted, a terminal takes control characters for keys, also inside quotes.
    if (/\p{Cc}/u.test(line)) {
      await tell(
        'warning',
        say`Nothing was copied: a name in ${line} has control characters, so a terminal could run a part of it.`,
      );
      return;
    }
    const title = say`Copy kubectl command`;
    const act = say`Copy the command that opens a shell in ${place.container}`;
    if (!(await approve(cluster, chosen.kubectl, place, { title, act }))) return;
    await env.clipboard.writeText(line);
    tellInPassing(say`Copied: ${line}`, 5000);
  });
}
