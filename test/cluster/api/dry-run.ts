import { isScalar, parseDocument } from 'yaml';
import { pathOf } from './resources';
import type { ApiAnswer, ApiObject, ApiServer, Cause, DryRun, DryRunOptions } from './types';

/**
 * Asks a server what it would make of a new object, which is not created.
 * @param subject an object, or the YAML of one, which the server reads
 */
export async function dryRunCreate(
  server: ApiServer,
  subject: object | string,
  { namespace, fieldValidation = 'Strict' }: DryRunOptions = {},
): Promise<DryRun> {
  const { body, header } = moved(subject, namespace);
  const path = await pathOf(server, header, namespace);
  if (path === undefined) return refused(404, `The server has no ${header.kind} in ${header.apiVersion}.`);
  const query = `?dryRun=All&fieldValidation=${fieldValidation}`;
  return dryRunOf(await server.send({ method: 'POST', path: `${path}${query}`, body }));
}

/** What a server says of a request with `dryRun=All`. */
export function dryRunOf({ code, body, warnings }: ApiAnswer): DryRun {
  if (code < 300) return { isAccepted: true, code, message: '', causes: [], warnings, object: body as ApiObject };
  const { message = String(body), details } = body as Status;
  return { ...refused(code, message), causes: (details?.causes ?? []).map(causeOf), warnings };
}

interface Status {
  readonly message?: string;
  readonly details?: { readonly causes?: readonly Partial<Cause>[] };
}

function causeOf({ field = '', reason = '', message = '' }: Partial<Cause>): Cause {
  return { field, reason, message };
}

function refused(code: number, message: string): DryRun {
  return { isAccepted: false, code, message, causes: [], warnings: [], object: undefined };
}

/** The subject in another namespace. Nothing else of a text changes, so that the server reads what was written. */
function moved(subject: object | string, namespace: string | undefined): { body: object | string; header: ApiObject } {
  if (typeof subject !== 'string') {
    const header = subject as ApiObject;
    if (namespace === undefined || header.metadata?.namespace === undefined) return { body: header, header };
    return { body: { ...header, metadata: { ...header.metadata, namespace } }, header };
  }
  // It is lenient: what is wrong with the text is for the server to say.
  const document = parseDocument(subject, { uniqueKeys: false, logLevel: 'silent' });
  const header: ApiObject = { metadata: {}, apiVersion: textIn('apiVersion'), kind: textIn('kind') };
  const written = document.hasIn(['metadata', 'namespace']) && document.getIn(['metadata', 'namespace'], true);
  if (namespace === undefined || !isScalar(written) || !written.range) return { body: subject, header };
  const [start, end] = written.range;
  return { body: subject.slice(0, start) + namespace + subject.slice(end), header };

  function textIn(key: string): string {
    return String(document.hasIn([key]) ? document.get(key) : '');
  }
}
