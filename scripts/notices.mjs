// What packages of others are in the bundles, by what esbuild says of them.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundles } from './bundles.mjs';

/** The packages whose code is in a bundle, by name: name, version, license, the text of the license. */
export async function bundledPackages() {
  const results = await Promise.all(
    (await bundles()).map((options) => build({ ...options, write: false, metafile: true, sourcemap: false })),
  );
  const folders = new Map();
  for (const { metafile } of results) {
    for (const { inputs } of Object.values(metafile.outputs)) {
      for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
        const [folder] = /^.*\/?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file) ?? [];
        if (folder !== undefined && bytesInOutput > 0) folders.set(folder, folder);
      }
    }
  }
  const packages = await Promise.all([...folders.keys()].map(readPackage));
  const unique = new Map(packages.map((one) => [`${one.name}@${one.version}`, one]));
  return [...unique.values()].sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1,
  );
}

/** The notices as text. */
export function noticesText(packages) {
  const parts = packages.map(({ name, version, license, text }) => {
    const line = '-'.repeat(80);
    return `${line}\n${name} ${version}\nLicense: ${license}\n${line}\n\n${text}\n`;
  });
  return `Third-party notices

Sidecar Guard contains code of these packages.

${parts.join('\n')}`;
}

async function readPackage(folder) {
  const { name, version, license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder))
    .sort()
    .find((entry) => /^(?:licen[cs]e(?:-mit)?|copying)(?:\.(?:md|txt))?$/i.test(entry));
  const text = file === undefined ? undefined : await readFile(join(folder, file), 'utf8');
  if (!license) throw new Error(`${name} names no license.`);
  const owner = typeof author === 'string' ? author : author?.name;
  return {
    name,
    version,
    license,
    text: (text ?? `Copyright: ${owner ?? `the authors of ${name}`}`).replace(/\r\n/g, '\n').trim(),
  };
}
