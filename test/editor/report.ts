/** Prints a run as it goes, and at its end the line that the runner outside looks for. */
export function report(runner: Mocha.Runner): void {
  let passed = 0;
  let failed = 0;
  runner.on('pass', (test) => {
    passed++;
    console.log(`✓ ${test.fullTitle()} (${test.duration} ms)`);
  });
  runner.on('fail', (test, error: Error) => {
    failed++;
    console.log(`✗ ${test.fullTitle()}\n${error.stack ?? error.message}`);
  });
  runner.on('end', () => console.log(`##results ${JSON.stringify({ passed, failed })}`));
}
