import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CodeActionRequest } from 'vscode-languageserver-protocol/node';
import { EditorClient } from '../measure/client';
import type { Figures } from '../measure/figure';
import { type Command, runInTurn } from '../measure/process';
import { median } from '../measure/statistics';
import { checking } from '../peers/own-commands';
import { ourServer } from '../peers/servers';
import { listOfDeployments, placeOfFix } from '../texts/list';

const ITEMS = 2000;
const TIMEOUT_SECONDS = 120;
const ROUNDS = 2;
const ACTIONS = 10;

/** One document that is a List of Deployments: fixes are shown and made, too. */
export async function measureLists(figures: Figures, folder: string): Promise<void> {
  const { text, json, fix } = await runInTurn(listCommands(folder, ITEMS, TIMEOUT_SECONDS), ROUNDS);
  figures.add('List of 2,000 Deployments, text', text.processorSeconds, 's');
  for (const [name, { processorSeconds, isStopped }] of Object.entries({ '`--format json`': json, '`--fix`': fix })) {
    figures.add(
      `List of 2,000 Deployments, ${name}, of the time for text`,
      processorSeconds / text.processorSeconds,
      '×',
      {
        limit: { most: 2 },
        ...(isStopped && { isLowerBound: true }),
      },
    );
  }
  const client = await EditorClient.start(ourServer());
  try {
    await pause(1000);
    const uri = 'file:///list.yaml';
    const text = listOfDeployments(ITEMS);
    await client.open(uri, text);
    const times: number[] = [];
    for (let turn = 0; turn < ACTIONS; turn++) {
      const place = placeOfFix(ITEMS - 1 - turn * 100);
      const context = { diagnostics: [] };
      const params = { textDocument: { uri }, range: { start: place, end: place }, context };
      const { ms, answer } = await client.ask((server) => server.sendRequest(CodeActionRequest.type, params));
      if (!answer?.length) throw new Error('There is no code action; the benchmark measures something else.');
      times.push(ms);
    }
    figures.add('Code action in a List of 2,000 Deployments', median(times), 'ms', { limit: { most: 50 } });
  } finally {
    await client.stop();
  }
}

/** The formats, and the fixes, which are made in a new copy each time. */
export function listCommands(
  folder: string,
  items: number,
  timeoutSeconds: number,
): Record<'text' | 'json' | 'fix', Command> {
  const file = join(folder, `list-${items}.yaml`);
  const prepare = (): Promise<void> => writeFile(file, listOfDeployments(items));
  const output = join(folder, 'list.out');
  const own = { prepare, output, timeoutSeconds };
  return {
    text: { ...checking(file, ['--format', 'text']), ...own },
    json: { ...checking(file, ['--format', 'json']), ...own },
    fix: { ...checking(file, ['--fix']), ...own },
  };
}
