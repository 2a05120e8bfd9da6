import type { AnswerError } from './answer-error';

/**
 * Why an answer could not be used, in sentences that say what to do.
 * @param context as `context "prod"`
 */
export function answerMessage({ fault, limit }: AnswerError, context: string): string {
  const check = 'Check the address in the kubeconfig: another server may have answered instead of the cluster.';
  switch (fault) {
    case 'too-long':
      return `kubectl wrote more than ${limit / 2 ** 20} MiB about ${context} and was stopped. Choose one namespace, or a shorter time.`;
    case 'not-json':
      return `The answer about ${context} is not JSON, so it was not read. ${check}`;
    case 'too-deep':
      return `The answer about ${context} has more than ${limit} levels of nesting, more than any Kubernetes object, so it was not read. ${check}`;
    case 'too-many-chunks':
      return `A list of ${context} has more than ${limit.toLocaleString('en')} objects, so reading was stopped. Choose one namespace.`;
    case 'endless-list':
      return `A list of ${context} repeats a part that was read before, so reading was stopped. ${check}`;
    case 'slow-list':
      return `Reading a list of ${context} took more than ${limit / 60_000} minutes and was stopped. Choose one namespace, or try again from a machine closer to the cluster.`;
  }
}
