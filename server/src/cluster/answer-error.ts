/** Why an answer can't be used. */
export type AnswerFault =
  /** It has more bytes than the limit. */
  | 'too-long'
  /** It is not JSON. */
  | 'not-json'
  /** It has more levels of nesting than the limit. */
  | 'too-deep'
  /** It is a list of more chunks than the limit. */
  | 'too-many-chunks'
  /** It is a list with a continue token that came before, or that is too long to be used. */
  | 'endless-list'
  /** It is a list that took longer to read than the limit, in milliseconds. */
  | 'slow-list';

/** The cause of a KubectlError if kubectl succeeded but its answer can't be used. */
export class AnswerError extends Error {
  readonly fault: AnswerFault;
  readonly limit: number;

  constructor(fault: AnswerFault, limit = 0) {
    super(limit === 0 ? fault : `${fault} (the limit is ${limit})`);
    this.name = 'AnswerError';
    this.fault = fault;
    this.limit = limit;
  }
}
