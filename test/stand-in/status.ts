/** An answer that is an error, in the API server's words: thrown by handlers and gates. */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;

  constructor(code: number, reason: string, message: string) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  /** The `metav1.Status` for it. */
  get status(): object {
    return { ...STATUS, status: 'Failure', message: this.message, reason: this.reason, code: this.code };
  }
}

const STATUS = { kind: 'Status', apiVersion: 'v1', metadata: {} };

export function notFound(resource: string, name: string): ApiError {
  return new ApiError(404, 'NotFound', `${resource} "${name}" not found`);
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

export function internalError(message: string): ApiError {
  return new ApiError(500, 'InternalError', `Internal error occurred: ${message}`);
}

/** What the error channel of exec and attach says at the end of the process. */
export function exitStatus(code: number): object {
  if (code === 0) return { ...STATUS, status: 'Success' };
  return {
    ...STATUS,
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}
