/** Three-valued: if the workspace does not tell the answer, it is `unknown`, never yes or no. */
export type Answer = 'yes' | 'no' | 'unknown';

/** Whether all conditions hold. */
export function all(answers: readonly Answer[]): Answer {
  return answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes';
}

/** Whether one of the conditions holds. */
export function any(answers: readonly Answer[]): Answer {
  return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
}

export function not(answer: Answer): Answer {
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'unknown';
}
