import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { HoverRequest } from 'vscode-languageserver-protocol/node';
import { EditorClient } from '../measure/client';
import type { Figures } from '../measure/figure';
import { ourServer } from '../peers/servers';
import { pathOf, workloadFile, writeWorkloads } from '../texts/workload';

const FILES = 10_000;
/** How often something is asked while the workspace is read. */
const ASKING_MS = 50;

/** A server that starts in a large workspace, with one file open. */
export async function measureWorkspace(figures: Figures, folder: string): Promise<void> {
  const root = join(folder, 'workspace');
  await writeWorkloads(root, FILES);
  let done = (): void => {};
  const allRead = new Promise<void>((resolve) => {
    done = resolve;
  });
  const start = performance.now();
  const client = await EditorClient.start({
    ...ourServer(pathToFileURL(root).href),
    prepare: (connection) =>
      connection.onNotification('$/progress', ({ value }: { value: { kind: string } }) => {
        if (value.kind === 'end') done();
      }),
  });
  try {
    const uri = pathToFileURL(join(root, pathOf(FILES - 1))).href;
    await client.open(uri, workloadFile(FILES - 1));
    const judged = performance.now() - start;
    let isReading = true;
    const answers: number[] = [];
    const asking = (async () => {
      while (isReading) {
        const params = { textDocument: { uri }, position: { line: 16, character: 20 } };
        answers.push((await client.ask((server) => server.sendRequest(HoverRequest.type, params))).ms);
        await pause(ASKING_MS);
      }
    })();
    await allRead;
    const read = performance.now() - start;
    isReading = false;
    await asking;
    figures.add('Workspace of 10,000 files: start to diagnostics of the open file', judged / 1000, 's', {
      limit: { most: 0.5 },
    });
    figures.add('Workspace of 10,000 files: start to all files read', read / 1000, 's', { limit: { most: 4 } });
    figures.add('Workspace of 10,000 files: slowest answer while it is read', Math.max(...answers), 'ms', {
      limit: { most: 20 },
    });
    figures.add('Workspace of 10,000 files: memory of the server', client.peakMegabytes, 'MB', {
      limit: { most: 250 },
    });
  } finally {
    await client.stop();
  }
}
