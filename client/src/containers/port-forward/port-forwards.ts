import { Disposable, env, ThemeIcon, Uri } from 'vscode';
import type { Kubectl } from '../../../../server/src/cluster/kubectl';
import { addressOf, type PortPair } from '../../../../server/src/cluster/ports';
import { type ForwardTarget, type PodPlace, portForwardWords } from '../../../../server/src/cluster/words';
import type { Saying } from '../../../../server/src/text/saying';
import { choose, type Line } from '../../says/ask';
import { guarded, onCommand } from '../../says/on-command';
import { StatusCount } from '../../says/status';
import { tell, tellInPassing } from '../../says/tell';
import { say } from '../../says/words';
import { type OpenOutput, openKubectlOutput } from '../terminal/kubectl-output';
import { terminalTitle } from '../terminal/kubectl-terminal';

/** How kubectl says that a local port is open. */
const OPEN = /^Forwarding from /m;

/** What is forwarded where. */
export interface ForwardPlan {
  readonly kubectl: Kubectl;
  readonly place: Omit<PodPlace, 'pod'>;
  readonly target: ForwardTarget;
  readonly ports: readonly PortPair[];
  readonly isProduction: boolean;
}

interface Forward {
  readonly plan: ForwardPlan;
  readonly output: OpenOutput;
}

type Way = Line & { readonly go: () => unknown };

/** The forwards that run: they are counted in the status bar, and listed by "Show Port Forwards". */
export class PortForwards implements Disposable {
  readonly #running = new Set<Forward>();
  readonly #status = new StatusCount('sidecarGuard.forwards', {
    name: say`Sidecar Guard: Port Forwards`,
    icon: 'plug',
    command: 'sidecarGuard.showPortForwards',
  });
  readonly #registered: Disposable;

  constructor() {
    this.#registered = Disposable.from(
      this.#status,
      onCommand('sidecarGuard.showPortForwards', () => this.#show()),
    );
  }

  dispose(): void {
    this.#registered.dispose();
  }

  open(plan: ForwardPlan): void {
    const { kubectl, place, target, ports, isProduction } = plan;
    let isOpen = false;
    const output: OpenOutput = openKubectlOutput(
      kubectl,
      portForwardWords(place, target, ports),
      { title: titleOf(plan), icon: 'plug', isProduction },
      {
        wrote: (text) => {
          if (isOpen || !OPEN.test(text)) return;
          isOpen = true;
          this.#running.add(forward);
          this.#count();
          void guarded(() => this.#offer(forward));
        },
        ended: (why) => {
          this.#running.delete(forward);
          this.#count();
          if (why) void guarded(() => this.#sayEnd(plan, why));
        },
      },
    );
    const forward: Forward = { plan, output };
  }

  #count(): void {
    const { size } = this.#running;
    this.#status.show(
      size,
      size === 1
        ? say`1 port forward runs. Select to see or stop it.`
        : say`${size} port forwards run. Select to see or stop them.`,
    );
  }

  async #offer(forward: Forward): Promise<void> {
    const browse = say`Open in Browser`;
    const stop = say`Stop`;
    const { ports, target } = forward.plan;
    const answer = await tell('information', say`${portWords(ports)} of ${target} can be reached.`, browse, stop);
    if (answer === browse) await openInBrowser(ports[0]);
    if (answer === stop) forward.output.stop();
  }

  async #sayEnd(plan: ForwardPlan, why: Saying): Promise<void> {
    const again = say`Forward Again`;
    const answer = await tell('warning', say`${titleOf(plan)} has ended. ${why}`, again);
    if (answer === again) this.open(plan);
  }

  /** Lists the forwards that run, and then what can be done with the chosen one. */
  async #show(): Promise<void> {
    const forwards = [...this.#running];
    if (forwards.length === 0) {
      tellInPassing(say`No port is forwarded. "Port-Forward…" starts one.`, 5000);
      return;
    }
    const lines = forwards.map((forward) => ({
      label: say`${forward.plan.ports.map(({ local }) => local).join(', ')}`,
      description: titleOf(forward.plan),
      iconPath: new ThemeIcon(forward.plan.isProduction ? 'warning' : 'plug'),
      forward,
    }));
    const all: Line & { forward?: Forward } = { label: say`Stop All`, iconPath: new ThemeIcon('stop-circle') };
    const chosen = await choose<Line & { forward?: Forward }>([...lines, ...(lines.length > 1 ? [all] : [])], {
      title: say`Port forwards that run`,
      placeholder: say`Choose one to open, to stop or to see`,
    });
    if (chosen === all) for (const { output } of forwards) output.stop();
    if (chosen?.forward) await this.#act(chosen.forward);
  }

  async #act({ plan, output }: Forward): Promise<void> {
    const ways: Way[] = [
      { label: say`Stop`, iconPath: new ThemeIcon('stop-circle'), go: () => output.stop() },
      ...plan.ports.map((pair) => ({
        label: say`Open in Browser`,
        description: say`${addressOf(pair)}`,
        iconPath: new ThemeIcon('link-external'),
        go: () => openInBrowser(pair),
      })),
      ...plan.ports.map((pair) => ({
        label: say`Copy Address`,
        description: say`localhost:${pair.local}`,
        iconPath: new ThemeIcon('copy'),
        go: () => env.clipboard.writeText(`localhost:${pair.local}`),
      })),
      { label: say`Show Terminal`, iconPath: new ThemeIcon('terminal'), go: () => output.show() },
    ];
    const way = await choose(ways, { title: titleOf(plan), placeholder: say`Choose what to do` });
    await way?.go();
  }
}

async function openInBrowser(pair: PortPair | undefined): Promise<void> {
  if (pair) await env.openExternal(Uri.parse(addressOf(pair)));
}

/** Where the ports lead: `Port-forward 8080:80 context/namespace/service/web`. */
function titleOf({ place, target, ports }: ForwardPlan): Saying {
  const pairs = ports.map(({ local, remote }) => `${local}:${remote}`).join(', ');
  const pod = target.startsWith('pod/') ? target.slice('pod/'.length) : target;
  return say`Port-forward ${pairs} ${terminalTitle({ ...place, pod })}`;
}

function portWords(ports: readonly PortPair[]): Saying {
  const [first] = ports;
  return ports.length === 1 && first
    ? say`At localhost:${first.local}, port ${first.remote}`
    : say`At localhost, ${ports.length} ports`;
}
