import { once } from 'node:events';
import { createServer } from 'node:net';
import { ThemeIcon } from 'vscode';
import {
  type DeclaredPort,
  localPortFor,
  type PortPair,
  podPorts,
  toPortPair,
} from '../../../server/src/cluster/ports';
import { readRunningPod } from '../../../server/src/cluster/running-pod';
import type { Saying } from '../../../server/src/text/saying';
import { say } from '../says/words';
import { clusterOf, type Known, type StepSurroundings, withValue } from './cluster-steps';
import type { Choice, Step } from './picker';

/** How many local ports are tried for one that is free. */
const MOST_TRIES = 20;

/** Which ports are forwarded, and the local ports for them. A local port that is in use is asked for again. */
export function portStep({ kubectl, title }: StepSurroundings): Step<Known> {
  return async (picker, known, canGoBack) => {
    const { context, namespace, service, pod } = known;
    const target = service ? `service/${service.name}` : pod;
    let fault: Saying | undefined;
    for (;;) {
      const answer = await picker.ask<readonly PortPair[]>(
        {
          title: say`${title}: port of ${target} of ${namespace} in ${clusterOf(context)}`,
          placeholder: say`Choose a port as LOCAL:REMOTE, or type one that is not listed`,
          choices: async function* (signal) {
            const declared = service
              ? service.ports
              : podPorts((await readRunningPod(kubectl, known, { signal })).pod.spec);
            yield [...(fault ? [{ label: fault, alwaysShow: true }] : []), ...(await portLines(declared))];
          },
          typed: (text) => {
            const pair = toPortPair(text);
            return pair && { label: say`${pair.local}:${pair.remote}`, description: say`as typed`, value: [pair] };
          },
        },
        canGoBack,
      );
      if (!('value' in answer)) return answer;
      fault = await faultOf(answer.value);
      if (!fault) return withValue(answer, (ports) => ({ ...known, ports }));
    }
  };
}

async function portLines(declared: readonly DeclaredPort[]): Promise<Choice<readonly PortPair[]>[]> {
  if (declared.length === 0)
    return [
      { label: say`It declares no TCP ports`, detail: say`Type LOCAL:REMOTE, such as 8080:80.`, alwaysShow: true },
    ];
  const pairs: PortPair[] = [];
  for (const { number, name } of declared)
    pairs.push({ local: await freePort(localPortFor(number), pairs), remote: number, name });
  const lines = declared.map(({ name, whose }, index): Choice<readonly PortPair[]> => {
    const pair = pairs[index];
    return {
      label: say`${pair?.local ?? ''}:${pair?.remote ?? ''}`,
      description: name === undefined ? say`${whose}` : say`${name} · ${whose}`,
      ...(pair && { value: [pair] }),
    };
  });
  if (pairs.length === 1) return lines;
  const all = pairs.map(({ local, remote }) => `${local}:${remote}`).join(', ');
  return [
    ...lines,
    { label: say`All declared ports`, description: say`${all}`, iconPath: new ThemeIcon('checklist'), value: pairs },
  ];
}

/** A local port that can be opened, from this one on. */
async function freePort(first: number, taken: readonly PortPair[]): Promise<number> {
  for (let port = first; port < first + MOST_TRIES; port++) {
    if (taken.some(({ local }) => local === port)) continue;
    if ((await reasonAgainst(port)) === undefined) return port;
  }
  return first;
}

async function faultOf(pairs: readonly PortPair[]): Promise<Saying | undefined> {
  for (const { local } of pairs) {
    const reason = await reasonAgainst(local);
    if (reason === 'used') return say`Local port ${local} is in use. Choose another local port.`;
    if (reason === 'forbidden') return say`Local port ${local} may not be opened. Choose another local port.`;
  }
  return undefined;
}

/** Why kubectl could not listen on a local port. */
async function reasonAgainst(port: number): Promise<'used' | 'forbidden' | undefined> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'used' : 'forbidden';
  }
  server.close();
  await once(server, 'close');
  return undefined;
}
