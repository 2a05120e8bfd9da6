import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { isWithin } from '../programs/paths';
import { AGENT_SEVERITIES, type CommandResult, TOOLS, type Tool, type ToolInput } from './tools';

/** What the server needs of its surroundings. */
export interface AgentHost {
  /** The folder that agents can look at. */
  readonly cwd: string;
  readonly version: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Runs a command line in the folder. */
  run(words: readonly string[]): Promise<CommandResult>;
  /** Reports an error of the connection. */
  onError(error: Error): void;
}

/** In UTF-16 units: agents read everything that a tool returns. */
const LONGEST_ANSWER = 400_000;

/**
 * Serves the commands that only read to an agent, over the Model Context Protocol (specification, "Tools"), until the agent ends the
 * connection.
 */
export async function serveAgents(host: AgentHost): Promise<void> {
  const { oneOf, array, McpServer, number, StdioServerTransport, serveStdio, strictObject, string } = await import(
    './sdk'
  );
  const fields = {
    paths: array(string()).describe('Files and folders below the working folder; by default, all of it.').optional(),
    severity: oneOf(AGENT_SEVERITIES).describe('The least severity; by default, warning.').optional(),
    limit: number().int().min(1).max(10_000).describe('The most findings; by default, 100.').optional(),
    diff: string()
      .describe('A branch or commit of git: only findings that are new since this branch left it.')
      .optional(),
    rule: string().describe('The id of the rule, such as `privileged`.').optional(),
  };
  const create = () => {
    const server = new McpServer(
      { name: 'sidecar-guard', title: 'Sidecar Guard', version: host.version },
      {
        instructions:
          'Checks the Kubernetes manifests below the working folder. No tool changes a file or asks a cluster.',
      },
    );
    for (const tool of TOOLS) {
      const { name, title, description } = tool;
      const own = tool.fields.map((field) => [field, fields[field]]);
      const annotations = { readOnlyHint: true, openWorldHint: false };
      const inputSchema = strictObject(Object.fromEntries(own));
      server.registerTool(name, { title, description, inputSchema, annotations }, (input) =>
        answer(tool, input as ToolInput, host),
      );
    }
    return server;
  };
  await new Promise<void>((resolve) => {
    const transport = new StdioServerTransport(host.stdin, host.stdout);
    serveStdio(create, { transport, onerror: host.onError });
    host.stdin.once('close', resolve).once('end', resolve);
  });
}

async function answer(tool: Tool, input: ToolInput, host: AgentHost) {
  const { paths = [] } = input;
  const outside = await outsideOf(host.cwd, paths);
  if (outside !== undefined)
    return failure(`${JSON.stringify(outside)} is not below the working folder. Name a path below it.`);
  const words = tool.words(input);
  const { code, stdout, stderr } = await host.run(tool.fields.includes('paths') ? [...words, '--', ...paths] : words);
  // A run that judged only a part says so, and the rest counts.
  if (code === 2 && stdout === '') return failure(stderr);
  const text = tool.shown?.(stdout, input) ?? stdout;
  if (text.length > LONGEST_ANSWER)
    return failure(`The answer has ${text.length} characters, which is too much. Name fewer paths.`);
  return { content: [text, stderr].filter(Boolean).map((part) => ({ type: 'text' as const, text: part })) };
}

function failure(text: string) {
  return { isError: true, content: [{ type: 'text' as const, text }] };
}

/** The first path that is not in a folder, or leads out of it; `-` stands for stdin, on which the agent speaks. */
async function outsideOf(folder: string, paths: readonly string[]): Promise<string | undefined> {
  const border = await realpath(folder);
  for (const path of paths) {
    const absolute = resolve(folder, path);
    const real = await realpath(absolute).catch(() => absolute);
    if (path === '-' || !isWithin(real, border, process.platform)) return path;
  }
  return undefined;
}
