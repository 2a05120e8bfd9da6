import { once } from 'node:events';
import { createServer } from 'node:net';
import { commands, type Disposable, window } from 'vscode';
import type { Cluster } from '../cluster';
import { numberOf, objectsOf, textOf } from '../kubectl/json';
import { portForwardWords } from '../kubectl/words';
import type { Chooser, Chosen } from '../views/chooser';
import { openKubectlOutput } from '../views/kubectl-output';
import { titleOf } from '../views/kubectl-terminal';

const TITLE = 'Port-forward';
const LARGEST_PORT = 65_535;

/** "Port-Forward…": a port of a pod as a port of this machine, for as long as the terminal is open. */
export function registerPortForward(cluster: Cluster, chooser: Chooser): Disposable {
  return commands.registerCommand('sidecarGuard.portForward', async () => {
    const chosen = await chooser.container(TITLE, 'running');
    const ports = chosen && (await choosePorts(chosen));
    if (!ports) return;
    const isProduction = cluster.isProduction(chosen.context);
    openKubectlOutput(chosen.kubectl, portForwardWords(chosen, ports.local, ports.remote), {
      title: `${TITLE} ${ports.local} ${titleOf(chosen)}`,
      icon: 'plug',
      isProduction,
    });
  });
}

async function choosePorts({ pod, running, container }: Chosen) {
  const declared = [running?.spec.containers, running?.spec.initContainers]
    .flatMap(objectsOf)
    .filter(({ name }) => name === container?.name)
    .flatMap(({ ports }) => objectsOf(ports))
    // kubectl forwards nothing else.
    .filter(({ protocol = 'TCP' }) => protocol === 'TCP')
    .flatMap(({ containerPort, name }) => {
      const number = numberOf(containerPort);
      return number === undefined ? [] : [{ number, name: textOf(name) }];
    });
  const [first] = declared;
  const known = declared.map(({ number, name }) => (name === undefined ? number : `${number} (${name})`)).join(', ');
  const text = await window.showInputBox({
    title: `${TITLE} to ${pod}`,
    prompt: `LOCAL:REMOTE, or one port for both.${known === '' ? '' : ` ${container?.name} declares ${known}.`}`,
    value: first ? `${first.number < 1024 ? first.number + 8000 : first.number}:${first.number}` : '',
    ignoreFocusOut: true,
    validateInput: async (value) => {
      const ports = toPorts(value);
      return ports ? reasonAgainst(ports.local) : `Write ports from 1 to ${LARGEST_PORT}, such as 8080:80.`;
    },
  });
  return text === undefined ? undefined : toPorts(text);
}

function toPorts(text: string): { local: number; remote: number } | undefined {
  const [, one, other = one] = /^(\d{1,5})(?::(\d{1,5}))?$/.exec(text.trim()) ?? [];
  const [local, remote] = [Number(one), Number(other)];
  return [local, remote].every((port) => port >= 1 && port <= LARGEST_PORT) ? { local, remote } : undefined;
}

/** Why kubectl could not listen at a port of this machine, said where another one can still be written. */
async function reasonAgainst(port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'is taken' : 'may not be opened';
    return `Port ${port} of this machine ${reason}. Choose another local one.`;
  }
  server.close();
  await once(server, 'close');
  return undefined;
}
