/** What a suite inside an editor prints on a line of its own when it has run. */
const MARK = /##results (\{.*\})/;

/**
 * @typedef {{ passed: number, failures: string[] }} Results what failed, each with its reason
 * @param {string} output all that the extension host printed
 * @returns {Results}
 * @throws where the suite never came to its end
 */
export function readResults(output) {
  const match = MARK.exec(output);
  if (!match) throw new Error(`The suite inside the editor did not finish; it printed:\n${output.slice(-4000)}`);
  return JSON.parse(match[1]);
}

/**
 * Lets a page that is a VS Code report what its extension host prints, and how the suite ended.
 * VS Code calls `codeAutomationLog` and `codeAutomationExit` when an extension test runs in a browser.
 * @param {import('playwright-core').Page} page
 * @param {(line: string) => void} onLine
 * @returns {Promise<{ ended: Promise<number> }>} the exit code to come
 */
export async function listenToSuite(page, onLine) {
  let end;
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  await page.exposeFunction('codeAutomationLog', (_type, args) => onLine(args.map(String).join(' ')));
  await page.exposeFunction('codeAutomationExit', (code) => end(code));
  return { ended };
}
