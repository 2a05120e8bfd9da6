// Mocha's build for browsers: it puts itself and its functions on the global object.
import 'mocha/mocha';
import { report } from './report';

/** What the extension host of VS Code in a browser calls: runs the suite, and fails if a test does. */
export async function run(): Promise<void> {
  // "base" writes nothing of its own: the web page that Mocha's other reporters write to isn't there.
  mocha.setup({ ui: 'bdd', timeout: 60_000, reporter: 'base' });
  await import('./suite/manifests.test');
  await import('./suite/snippets.test');
  await new Promise<void>((resolve, reject) => {
    report(mocha.run((failed) => (failed > 0 ? reject(new Error(`${failed} tests failed`)) : resolve())));
  });
}
