import { readFile } from 'node:fs/promises';
import { request as send } from 'node:https';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import type { ScenarioCluster } from '../scenarios/cluster.ts';

/** A request as clients send it, with the names of the scenario in its path and body. */
export interface RawRequest {
  readonly path: string;
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly accept?: string;
  readonly body?: object;
  /** Whether it comes with unknown credentials. */
  readonly isUnknown?: boolean;
  /** Whether an administrator sends it, who may do all. */
  readonly isAdmin?: boolean;
  /** The body of a watch is a list of so many events. */
  readonly events?: number;
}

export interface RawAnswer {
  readonly code: number;
  /** JSON, with the names of the scenario; what is none is under `text`. */
  readonly body: object;
}

/** Asks a scenario's cluster as the user of the scenario. */
export async function requester(cluster: ScenarioCluster): Promise<(request: RawRequest) => Promise<RawAnswer>> {
  const { clusters, users } = parse(await readFile(cluster.kubeconfig, 'utf8'));
  const { token, as } = users[0].user;
  /** Names of a scenario's own differ from what it calls them by the same ending. */
  const ending = cluster.own('');
  const named = (words: string): string =>
    words
      .replaceAll(ending === '' ? cluster.user : ending, ending === '' ? 'USER' : '')
      .replaceAll(cluster.user, 'USER');
  const owned = (words: string): string =>
    words.replace(/\b(?:shop|gone)\b(?=\/|"|$)/, (name) => (name === 'shop' ? cluster.own(name) : name));
  return ({ path, method = 'GET', accept = 'application/json', body, isUnknown = false, isAdmin = false, events }) =>
    new Promise((resolve, reject) => {
      const headers = {
        accept,
        'content-type': 'application/json',
        authorization: `Bearer ${isUnknown ? 'nobody' : token}`,
        ...(as !== undefined && !isUnknown && !isAdmin && { 'impersonate-user': as }),
      };
      const url = new URL(owned(path), clusters[0].cluster.server);
      const sent = send(url, { method, headers, rejectUnauthorized: false }, async (response) => {
        const code = response.statusCode ?? 0;
        if (events === undefined) {
          resolve({ code, body: bodyOf(named(await text(response))) });
          return;
        }
        let lines = '';
        // It is cut off in the middle.
        response.on('error', () => {});
        response.setEncoding('utf8').on('data', (data: string) => {
          lines += data;
          const whole = lines.split('\n').slice(0, -1);
          if (whole.length < events) return;
          sent.destroy();
          resolve({ code, body: whole.map((line) => bodyOf(named(line))) });
        });
      });
      sent.on('error', reject);
      sent.end(body && owned(JSON.stringify(body)));
    });
}

function bodyOf(words: string): object {
  try {
    return JSON.parse(words);
  } catch {
    return { text: words };
  }
}
