import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../measure/process';
import { installGoPeer } from './go-peers';
import { installKubernetesSchema } from './kubernetes-schema';
import { installMonokle } from './monokle';
import { script } from './own-commands';

/** How each linter is run on the files below a folder, with no network. What can't be installed here throws. */
export const peerCommands = {
  'kube-score': async (files: string): Promise<Command> => {
    const names = readdirSync(files, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.yaml'));
    return { words: [await installGoPeer('kube-score'), 'score', ...names], cwd: files, exitCodes: [0, 1] };
  },
  kubeconform: async (files: string): Promise<Command> => {
    const schemas = join(await installKubernetesSchema(), '{{ .ResourceKind }}{{ .KindSuffix }}.json');
    const words = ['-summary', '-schema-location', schemas, files];
    return { words: [await installGoPeer('kubeconform'), ...words] };
  },
  '@monokle/validation': async (files: string): Promise<Command> => script('monokle', files, await installMonokle()),
  trivy: async (files: string): Promise<Command> => {
    const offline = ['--skip-check-update', '--skip-version-check', '--quiet'];
    return { words: [await installGoPeer('trivy'), 'config', ...offline, files] };
  },
};
