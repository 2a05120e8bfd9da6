import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Figure, type Figures, reasonOf } from '../measure/figure';
import { type Command, runInTurn } from '../measure/process';
import { checking } from '../peers/own-commands';
import { peerCommands } from '../peers/peer-commands';
import { writeWorkloads } from '../texts/workload';

type Peer = keyof typeof peerCommands;

/** `check` beside linters on the same files, all on two cores. */
export async function measureLinters(figures: Figures, folder: string): Promise<void> {
  await beside(figures, folder, 1000, ['kube-score', 'kubeconform', '@monokle/validation', 'trivy'], 1);
  const limits = { 'kube-score': { most: 0.5 }, kubeconform: { most: 3 } };
  await beside(figures, folder, 10_000, ['kube-score', 'kubeconform'], 2, limits);
}

/** @param limits the most of the time of a linter that `check` may take */
async function beside(
  figures: Figures,
  folder: string,
  count: number,
  peers: readonly Peer[],
  rounds: number,
  limits: Partial<Record<Peer, Figure['limit']>> = {},
): Promise<void> {
  const files = join(folder, `linters-${count}`);
  await writeWorkloads(files, count);
  const ours = { ...checking(files, []), output: join(folder, 'linters.out') };
  const commands = { 'sidecar-guard': ours, ...(await available(figures, files, peers)) };
  const runs = await runInTurn<string>(commands, rounds);
  await rm(files, { recursive: true });

  const many = count.toLocaleString('en');
  const own = runs['sidecar-guard']?.seconds ?? Number.NaN;
  for (const [label, { seconds, isStopped }] of Object.entries(runs)) {
    const bar = {
      group: `${many} files, two cores`,
      label,
      ...(label === 'sidecar-guard' && { isOurs: true as const }),
    };
    figures.add(`${label}: ${many} files, two cores`, seconds, 's', { bar, ...(isStopped && { isLowerBound: true }) });
  }
  for (const [peer, limit] of Object.entries(limits)) {
    const their = runs[peer]?.seconds;
    if (their !== undefined && limit)
      figures.add(`\`check\` of ${many} files, two cores, of the time of ${peer}`, own / their, '×', { limit });
  }
}

/** The linters that can be installed here. */
async function available(figures: Figures, files: string, peers: readonly Peer[]): Promise<Record<string, Command>> {
  const commands: Record<string, Command> = {};
  for (const peer of peers) {
    try {
      commands[peer] = await peerCommands[peer](files);
    } catch (error) {
      figures.skip(peer, reasonOf(error));
    }
  }
  return commands;
}
