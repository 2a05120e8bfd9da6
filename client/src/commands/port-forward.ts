import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Disposable } from 'vscode';
import { fieldText, jsonObjects, numberOf } from '../../../server/src/cluster/json';
import { portForwardWords } from '../../../server/src/cluster/words';
import { type Saying, say } from '../../../server/src/text/saying';
import type { Cluster } from '../cluster';
import { approve } from '../containers/production/approval';
import { openKubectlOutput } from '../containers/terminal/kubectl-output';
import { terminalTitle } from '../containers/terminal/kubectl-terminal';
import { askForText } from '../says/ask';
import { onCommand } from '../says/on-command';
import type { Chooser, Chosen } from '../views/chooser';

const TITLE = say`Port-forward`;
const LARGEST_PORT = 65_535;

/** "Port-Forward…": forwards a local port to a port of a pod, while the terminal is open. */
export function registerPortForward(cluster: Cluster, chooser: Chooser): Disposable {
  return onCommand('sidecarGuard.portForward', async () => {
    const chosen = await chooser.container(TITLE, 'running');
    const ports = chosen && (await choosePorts(chosen));
    if (!ports) return;
    const act = say`Forward the local port ${ports.local} to port ${ports.remote}`;
    const approval = await approve(cluster, chosen.kubectl, chosen, { title: TITLE, act });
    if (!approval) return;
    openKubectlOutput(chosen.kubectl, portForwardWords(chosen, ports.local, ports.remote), {
      title: say`${TITLE} ${ports.local} ${terminalTitle(chosen)}`,
      icon: 'plug',
      ...approval,
    });
  });
}

interface DeclaredPort {
  readonly number: number;
  readonly name: string | undefined;
  readonly container: string;
}

/** The ports that the containers of a pod declare, those of the chosen container first. kubectl forwards only TCP. */
function declaredPorts({ running, container }: Chosen): DeclaredPort[] {
  const ports = [running?.spec.containers, running?.spec.initContainers].flatMap(jsonObjects).flatMap((one) =>
    jsonObjects(one.ports)
      .filter(({ protocol = 'TCP' }) => protocol === 'TCP')
      .flatMap(({ containerPort, name }) => {
        const number = numberOf(containerPort);
        if (number === undefined) return [];
        return [{ number, name: fieldText(name), container: fieldText(one.name) ?? '' }];
      }),
  );
  const isOwn = (port: DeclaredPort): boolean => port.container === container?.name;
  return [...ports.filter(isOwn), ...ports.filter((port) => !isOwn(port))];
}

async function choosePorts(chosen: Chosen) {
  const { pod } = chosen;
  const declared = declaredPorts(chosen);
  const [first] = declared;
  const containers = [...new Set(declared.map(({ container }) => container))];
  const known = containers.map((container) => {
    const own = declared.filter((port) => port.container === container);
    return `${container} declares ${own.map(({ name, number }) => (name === undefined ? number : `${number} (${name})`)).join(', ')}`;
  });
  const text = await askForText({
    title: say`${TITLE} to ${pod}`,
    prompt: say`LOCAL:REMOTE, or one port for both. ${known.length === 0 ? '' : `${known.join('; ')}.`}`,
    value: first ? `${first.number < 1024 ? first.number + 8000 : first.number}:${first.number}` : '',
    check: async (value) => {
      const ports = toPorts(value);
      return ports ? reasonAgainst(ports.local) : say`Write ports from 1 to ${LARGEST_PORT}, such as 8080:80.`;
    },
  });
  return text === undefined ? undefined : toPorts(text);
}

function toPorts(text: string): { local: number; remote: number } | undefined {
  const [, one, other = one] = /^(\d{1,5})(?::(\d{1,5}))?$/.exec(text.trim()) ?? [];
  const [local, remote] = [Number(one), Number(other)];
  return [local, remote].every((port) => port >= 1 && port <= LARGEST_PORT) ? { local, remote } : undefined;
}

/** Why kubectl could not listen on a local port. It is checked while the user can still type another one. */
async function reasonAgainst(port: number): Promise<Saying | undefined> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'is in use' : 'may not be opened';
    return say`Local port ${port} ${reason}. Choose another local port.`;
  }
  server.close();
  await once(server, 'close');
  return undefined;
}
