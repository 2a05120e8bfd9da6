// Bundles the extension, the language server, the command line and the library into dist/, with the types of the library.
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import ts from 'typescript';
import { bundles } from './bundles.mjs';

await rm('dist', { recursive: true, force: true });
await Promise.all((await bundles()).map((options) => build(options)));
await Promise.all(['dist/server.js', 'dist/cli.js'].map((file) => chmod(file, 0o755)));
for (const name of ['library', 'library-types']) {
  const source = await readFile(`server/src/${name}.ts`, 'utf8');
  const { outputText } = ts.transpileDeclaration(source, { fileName: `${name}.ts`, compilerOptions: { strict: true } });
  await writeFile(`dist/${name}.d.ts`, outputText);
}
