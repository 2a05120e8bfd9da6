import type { ServerResponse } from 'node:http';

/** Writes an answer. */
export type Answer = (response: ServerResponse) => void;

export function json(value: object, code = 200): Answer {
  return (response) => void response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
