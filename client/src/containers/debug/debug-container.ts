import { type Disposable, workspace } from 'vscode';
import {
  DEBUG_PROFILES,
  type DebugProfile,
  debugWords,
  isImageName,
  newDebugName,
} from '../../../../server/src/cluster/debug';
import { execWords, probeWords, shellCommand } from '../../../../server/src/cluster/words';
import type { Saying } from '../../../../server/src/text/saying';
import type { Cluster } from '../../cluster';
import { askForText, choose, type Line } from '../../says/ask';
import { onCommand } from '../../says/on-command';
import { confirm } from '../../says/tell';
import { say } from '../../says/words';
import type { Chooser, Chosen } from '../../views/chooser';
import type { LastChoices } from '../../views/last-choices';
import { type Approval, approve } from '../production/approval';
import { type KubectlTerminals, type TerminalSession, terminalTitle } from '../terminal/kubectl-terminal';

const TITLE = say`Debug`;

interface Plan {
  readonly name: string;
  readonly image: string;
  readonly profile: string;
  readonly target: string | undefined;
}

/** "Debug Container…": adds an ephemeral container beside a container, and opens a terminal in it. */
export class DebugContainer {
  readonly #cluster: Cluster;
  readonly #terminals: KubectlTerminals;
  readonly #last: LastChoices;

  constructor(cluster: Cluster, terminals: KubectlTerminals, last: LastChoices) {
    this.#cluster = cluster;
    this.#terminals = terminals;
    this.#last = last;
  }

  register(chooser: Chooser): Disposable {
    return onCommand('sidecarGuard.debugContainer', async () => {
      const chosen = await chooser.container(TITLE, 'all');
      if (chosen) await this.begin(chosen);
    });
  }

  /** Asks for image and privileges, and whether this is meant: an ephemeral container can't be removed. */
  async begin(chosen: Chosen): Promise<void> {
    const { container, running } = chosen;
    if (!container) return;
    const image = await this.#chooseImage(chosen);
    const profile = image === undefined ? undefined : await chooseProfile(chosen);
    if (image === undefined || profile === undefined) return;
    const taken = running?.ephemeralContainers.map(({ name }) => name) ?? [];
    const target = container.isRunning ? container.name : undefined;
    const plan: Plan = { name: newDebugName(taken), image, profile: profile.name, target };
    const approval = await this.#approve(chosen, plan, profile);
    if (approval) this.#open(chosen, plan, approval);
  }

  async #chooseImage({ container, pod }: Chosen): Promise<string | undefined> {
    const suggested = workspace.getConfiguration('sidecarGuard').get<string>('kubectl.debugImage') ?? '';
    const sees = container?.isRunning
      ? say`It sees the processes of ${container.name}.`
      : say`${container?.name ?? ''} does not run, so it sees the network and the volumes of the pod, but no processes of this container.`;
    const image = await askForText({
      title: say`${TITLE} ${container?.name ?? ''} of ${pod}: image`,
      prompt: say`Image of the ephemeral container. ${sees}`,
      value: this.#last.debugImage ?? suggested,
      check: async (text) =>
        isImageName(text.trim()) ? undefined : say`Write the name of an image, such as busybox:1.37.`,
    });
    if (image === undefined || !isImageName(image.trim())) return undefined;
    await this.#last.setDebugImage(image.trim());
    return image.trim();
  }

  async #approve(chosen: Chosen, { image, name }: Plan, profile: DebugProfile): Promise<Approval | undefined> {
    const act = say`Add the container ${name} with ${image} (${profile.name}), which stays until the pod is deleted`;
    const approval = await approve(this.#cluster, chosen.kubectl, chosen, { title: TITLE, act });
    if (!approval || approval.isProduction) return approval;
    const isMeant = await confirm(
      say`Add an ephemeral container with ${image} to ${chosen.pod}?`,
      say`An ephemeral container cannot be removed: it stays in the pod until the pod is deleted. This one: ${MEANINGS[profile.name]}.`,
      say`Add Container`,
    );
    return isMeant ? approval : undefined;
  }

  #open(chosen: Chosen, plan: Plan, approval: Approval): void {
    const { kubectl, running } = chosen;
    const place = { ...chosen, container: plan.name };
    const os = running?.os;
    const shell: TerminalSession = {
      kubectl,
      words: execWords(place, shellCommand(os)),
      name: say`The shell in ${plan.name} of ${place.pod}`,
      probe: probeWords(place, os),
      waysOn: [],
      runsAgain: true,
    };
    const appearance = { title: terminalTitle(place, plan.name), icon: 'debug-alt', ...approval };
    this.#terminals.open(
      {
        kubectl,
        words: debugWords(place, plan),
        name: say`The debug container ${plan.name} of ${place.pod}`,
        probe: [],
        waysOn: [
          { letter: 'd', label: say`debug again, with other choices`, go: () => this.begin(chosen) },
          {
            letter: 's',
            label: say`a shell in this debug container, if it was added`,
            go: async () => this.#terminals.open(shell, appearance),
          },
        ],
        // The name of an ephemeral container can't be taken twice.
        runsAgain: false,
      },
      appearance,
    );
  }
}

/** What a container may do with each profile. */
const MEANINGS: Readonly<Record<DebugProfile['name'], Saying>> = {
  general: say`may trace the processes of the container (SYS_PTRACE); may run as root`,
  baseline: say`no more than any container by default; allowed by Pod Security "baseline"`,
  restricted: say`no root, no capabilities; allowed by Pod Security "restricted"`,
  netadmin: say`may change and record the network of the pod (NET_ADMIN, NET_RAW)`,
  sysadmin: say`privileged: has power over the whole node`,
};

type ProfileLine = Line & { readonly profile: DebugProfile };

async function chooseProfile({ container, pod }: Chosen): Promise<DebugProfile | undefined> {
  const lines = DEBUG_PROFILES.map(
    (profile): ProfileLine => ({
      label: say`${profile.isPowerful ? '⚠ ' : ''}${profile.name}`,
      detail: MEANINGS[profile.name],
      profile,
    }),
  );
  const line = await choose(lines, {
    title: say`${TITLE} ${container?.name ?? ''} of ${pod}: profile`,
    placeholder: say`Choose what the ephemeral container may do`,
    staysOpen: true,
  });
  return line?.profile;
}
