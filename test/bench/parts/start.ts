import { resolve } from 'node:path';
import { EditorClient } from '../measure/client';
import type { Figures } from '../measure/figure';
import { runInTurn } from '../measure/process';
import { ourServer, yamlServer } from '../peers/servers';

const ROUNDS = 20;

/** How long users wait before anything happens. */
export async function measureStart(figures: Figures): Promise<void> {
  const node = process.execPath;
  const { ours, empty } = await runInTurn(
    {
      ours: { words: [node, resolve('dist/cli.js'), '--version'] },
      empty: { words: [node, '-e', '0'] },
    },
    ROUNDS,
  );
  figures.add('`node -e 0`', empty.seconds * 1000, 'ms');
  figures.add('`sidecar-guard --version`, more than `node -e 0`', (ours.seconds - empty.seconds) * 1000, 'ms', {
    limit: { most: 40 },
  });
  const times = { ours: Number.POSITIVE_INFINITY, yaml: Number.POSITIVE_INFINITY };
  for (let round = 0; round < ROUNDS / 2; round++) {
    times.ours = Math.min(times.ours, await initializeMs(ourServer()));
    times.yaml = Math.min(times.yaml, await initializeMs(yamlServer()));
  }
  figures.add('Server: start to answer of `initialize`', times.ours, 'ms', { limit: { most: 150 } });
  figures.add('yaml-language-server: start to answer of `initialize`', times.yaml, 'ms');
}

async function initializeMs(command: Parameters<typeof EditorClient.start>[0]): Promise<number> {
  const client = await EditorClient.start(command);
  await client.stop();
  return client.initializeMs;
}
