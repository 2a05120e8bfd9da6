/** Which problems of the workspace are reported: `warnings` are the errors and warnings of closed files. */
export const PROBLEM_MODES = ['open files', 'warnings', 'all'] as const;
export type ProblemMode = (typeof PROBLEM_MODES)[number];
