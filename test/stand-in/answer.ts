import type { ServerResponse } from 'node:http';

/** Writes an answer. */
export type Answer = (response: ServerResponse) => void;

/** As Go's own router answers where there is nothing. */
export function notServed(): Answer {
  return (response) => void response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
}

export function json(value: object, code = 200): Answer {
  return (response) => void response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
