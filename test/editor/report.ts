/** Prints a run as it goes, and at its end the line that the runner outside looks for. */
export function report(runner: Mocha.Runner): void {
  let passed = 0;
  const failures: string[] = [];
  runner.on('pass', (test) => {
    passed++;
    console.log(`✓ ${test.fullTitle()} (${test.duration} ms)`);
  });
  runner.on('fail', (test, error: Error) => {
    const failure = `✗ ${test.fullTitle()}\n${error.stack ?? error.message}${difference(error)}`;
    failures.push(failure);
    console.log(failure);
  });
  runner.on('end', () => console.log(`##results ${JSON.stringify({ passed, failures })}`));
}

/** What an assertion compared: its message shortens lists to their lengths. */
function difference(error: Error & { actual?: unknown; expected?: unknown }): string {
  if (error.expected === undefined) return '';
  return `\nexpected ${JSON.stringify(error.expected, null, 2)}\nfound ${JSON.stringify(error.actual, null, 2)}`;
}
