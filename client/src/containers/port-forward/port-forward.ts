import type { Disposable } from 'vscode';
import type { Cluster } from '../../cluster';
import { onCommand } from '../../says/on-command';
import { say } from '../../says/words';
import type { Chooser } from '../../views/chooser';
import { approve } from '../production/approval';
import type { PortForwards } from './port-forwards';

const TITLE = say`Port-forward`;

/** "Port-Forward…": forwards local ports to ports of a pod or a Service, while the terminal is open. */
export function registerPortForward(cluster: Cluster, chooser: Chooser, forwards: PortForwards): Disposable {
  return onCommand('sidecarGuard.portForward', async () => {
    const chosen = await chooser.ports(TITLE);
    if (!chosen?.ports) return;
    const { kubectl, context, namespace, ports, service, pod } = chosen;
    const target = service ? (`service/${service.name}` as const) : (`pod/${pod}` as const);
    const [first] = ports;
    const act =
      first && ports.length === 1
        ? say`Forward the local port ${first.local} to port ${first.remote} of ${target}`
        : say`Forward ${ports.length} local ports to ${target}`;
    const place = { context, namespace, ...(!service && { pod }) };
    const approval = await approve(cluster, kubectl, place, { title: TITLE, act });
    if (approval) forwards.open({ kubectl, place, target, ports, ...approval });
  });
}
