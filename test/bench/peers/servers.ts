import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ServerCommand } from '../measure/client';
import { installKubernetesSchema } from './kubernetes-schema';

const YAML_SERVER = resolve('node_modules/yaml-language-server/bin/yaml-language-server');

/** Our server as it is shipped. */
export function ourServer(folder?: string): ServerCommand {
  const settings = { sidecarGuard: { maxFiles: 100_000 } };
  return { words: [process.execPath, resolve('dist/server.js'), '--stdio'], settings, ...(folder && { folder }) };
}

/** `yaml-language-server` as VS Code's YAML extension sets it up by default, with no schema. */
export function yamlServer(): ServerCommand {
  const yaml = { validate: true, hover: true, completion: true, schemaStore: { enable: false } };
  return { words: [process.execPath, YAML_SERVER, '--stdio'], settings: { yaml } };
}

/**
 * The same with the schema of Kubernetes for all files. Like VS Code, the client gets the schema for the server, here from
 * disk.
 */
export async function yamlServerWithSchema(): Promise<ServerCommand> {
  const folder = await installKubernetesSchema();
  const schema = await readFile(join(folder, 'all.json'), 'utf8');
  const plain = yamlServer();
  return {
    ...plain,
    settings: {
      yaml: {
        ...(plain.settings?.yaml as object),
        schemas: { kubernetes: '*.yaml' },
        kubernetesCRDStore: { enable: false },
      },
    },
    prepare: (connection) => connection.onRequest('vscode/content', () => schema),
    initialized: (connection) => void connection.sendNotification('yaml/registerContentRequest'),
  };
}
