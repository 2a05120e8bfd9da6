import axe from 'axe-core';
import type { Frame } from 'playwright-core';
import type { Workbench } from './workbench';

/** The document of a page, inside the two frames that VS Code puts around it. */
export async function pageOf({ page }: Workbench): Promise<Frame> {
  const inner = page.frameLocator('iframe.webview').frameLocator('iframe');
  await inner.locator('main').waitFor();
  const frame = await (await inner.locator('main').elementHandle())?.ownerFrame();
  if (!frame) throw new Error('The page has no frame.');
  return frame;
}

/** What axe finds wrong: the rule, and where. */
export async function violations(frame: Frame): Promise<string[]> {
  await frame.evaluate(axe.source);
  const result: { violations: { id: string; nodes: { html: string }[] }[] } = await frame.evaluate('axe.run()');
  return result.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
