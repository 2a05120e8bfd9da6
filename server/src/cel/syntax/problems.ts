/** Thrown if a text is no expression. */
export class CelSyntaxProblem extends Error {}

/** Thrown if a text has characters that no expression has outside of its texts: it is a template of another language. */
export class TemplateProblem extends Error {}
