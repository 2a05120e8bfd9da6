/** An API server that tests ask, as its administrator. */
export interface ApiServer {
  /** As the server says it, such as `v1.37.2`. */
  readonly version: string;
  /** Sends one request; where too many are on their way, it waits for its turn. @throws where there is no answer */
  readonly send: (request: ApiRequest) => Promise<ApiAnswer>;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Such as `/api/v1/namespaces`, with its query. */
  readonly path: string;
  /** An object, which goes as JSON, or a text of YAML. */
  readonly body?: object | string;
}

export interface ApiAnswer {
  readonly code: number;
  /** Of the `Warning` headers, in their order. */
  readonly warnings: readonly string[];
  readonly body: unknown;
}

export interface DryRunOptions {
  /** Where it would be created; it replaces the one that is written. Objects of the whole cluster have none. */
  readonly namespace?: string;
  /** What becomes of unknown and doubled fields: refused, a warning, or nothing. `Strict` if it is left out. */
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
}

/** What the server would make of an object. */
export interface DryRun {
  readonly isAccepted: boolean;
  /** Of HTTP: 201 where it is accepted; 422 by validation, 400 by decoding, 403 by admission. */
  readonly code: number;
  /** What it says of a refused one; empty for others. */
  readonly message: string;
  readonly causes: readonly Cause[];
  readonly warnings: readonly string[];
  /** As it would be stored, with its defaults; of an accepted one. */
  readonly object: ApiObject | undefined;
}

/** One mistake in an object. */
export interface Cause {
  /** Such as `spec.containers[0].name`. */
  readonly field: string;
  /** Such as `FieldValueDuplicate`. */
  readonly reason: string;
  readonly message: string;
}

/** An object of Kubernetes, as JSON has it. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** A question about rights: may they do this? */
export interface AccessQuestion {
  readonly user: string;
  readonly groups?: readonly string[];
  readonly verb: string;
  readonly group?: string;
  readonly resource: string;
  readonly subresource?: string;
  /** Of the object; without it all are meant. */
  readonly name?: string;
  /** Without it, the question is about all namespaces, or about an object of the cluster. */
  readonly namespace?: string;
}
