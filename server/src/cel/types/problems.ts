/** Thrown if an expression is not accepted where a policy is created, in the words of the API server. */
export class TypeProblem extends Error {}
