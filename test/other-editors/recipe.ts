import { chmodSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { folderWith } from '../unit/cli/run';

/** A manifest with findings, and with a comment that a fix must keep. */
export const POD = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: nginx
      # It is needed no longer.
      securityContext: { privileged: true }
`;

/** What the user of an editor sees; the driver of the editor writes it to the file `SEEN`. */
interface Seen {
  /** Why the driver could not go on. */
  readonly failure?: string;
  readonly diagnostics: readonly { code: string; severity: number; line: number; source: string }[];
  readonly hover: string;
  /** The manifest after the fix. */
  readonly text: string;
}

/** A user's machine with an editor that is configured by the recipe of docs/editors.md, and with the server in the path. */
export interface Machine {
  readonly configuration: string;
  /** The folder with the manifest `pod.yaml`. */
  readonly work: string;
  readonly environment: Readonly<Record<string, string>>;
  seen(): Seen;
}

/** @param language the language of the recipe's block in docs/editors.md */
export function machineWith(language: string, configuration: string): Machine {
  const folder = folderWith({
    [`home/${configuration}`]: recipe(language),
    'home/bin/sidecar-guard-language-server': `#!/bin/sh\nexec '${process.execPath}' '${resolve('dist/server.js')}' "$@"\n`,
    'work/pod.yaml': POD,
  });
  const programs = join(folder, 'home/bin');
  chmodSync(join(programs, 'sidecar-guard-language-server'), 0o755);
  return {
    configuration: join(folder, 'home', configuration),
    work: join(folder, 'work'),
    environment: {
      PATH: [programs, process.env.PATH].join(delimiter),
      HOME: join(folder, 'home'),
      SEEN: join(folder, 'seen.json'),
    },
    seen: () => JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8')),
  };
}

function recipe(language: string): string {
  const page = readFileSync('docs/editors.md', 'utf8');
  const [, text] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page) ?? [];
  if (text === undefined) throw new Error(`docs/editors.md has no recipe in ${language}.`);
  return text;
}
