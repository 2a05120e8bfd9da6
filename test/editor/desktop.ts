import Mocha from 'mocha';
import { report } from './report';

/** What the extension host of a desktop VS Code calls: runs the suite, and fails if a test does. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000 });
  mocha.suite.emit('pre-require', globalThis, 'desktop', mocha);
  await import('./suite/manifests.test');
  await import('./suite/snippets.test');
  await import('./suite/server-process.test');
  await new Promise<void>((resolve, reject) => {
    report(mocha.run((failed) => (failed > 0 ? reject(new Error(`${failed} tests failed`)) : resolve())));
  });
}
