import type { JmesPathProblem } from '../../../../../cause/expression';

/** Thrown if a text is not a supported expression. */
export class JmesPathError extends Error {
  readonly problem: JmesPathProblem;

  constructor(problem: JmesPathProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}
