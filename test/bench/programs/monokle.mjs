// Validates the files below a folder with @monokle/validation, by the plugins that need no network. The package is not a
// dependency: its folder is the second argument.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { forEachText } from './texts.mjs';

const [folder, packages] = process.argv.slice(2);
const installed = createRequire(join(packages, 'package.json'));
const { parseAllDocuments } = await import(pathToFileURL(installed.resolve('yaml')).href);
const { createDefaultMonokleValidator } = await import(
  pathToFileURL(join(packages, 'node_modules/@monokle/validation/lib/node.js')).href
);

const resources = [];
forEachText(folder, (text, filePath) => {
  for (const document of parseAllDocuments(text)) {
    const content = document.toJS();
    const { name, namespace } = content.metadata;
    const start = document.range[0];
    const place = { id: `${filePath}:${start}`, fileId: filePath, filePath, fileOffset: start };
    const own = text.slice(start, document.range[2]);
    resources.push({
      ...place,
      name,
      namespace,
      kind: content.kind,
      apiVersion: content.apiVersion,
      content,
      text: own,
    });
  }
});

const validator = createDefaultMonokleValidator();
const plugins = ['yaml-syntax', 'pod-security-standards', 'practices', 'resource-links', 'metadata'];
await validator.preload({ plugins: Object.fromEntries(plugins.map((plugin) => [plugin, true])) });
const { runs } = await validator.validate({ resources });
console.log(runs.reduce((count, { results }) => count + results.length, 0));
