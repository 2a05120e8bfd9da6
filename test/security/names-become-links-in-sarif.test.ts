import { expect, it } from 'vitest';
import { folderWith, run } from '../unit/cli/run';
import { MARKDOWN_ATTACKS } from './rendered';

/** The links of a message: `[text](target)` (SARIF 2.1.0, 3.11.6). */
const LINK = /\[[^\]]*\]\([^)]*\)/;

it.each(MARKDOWN_ATTACKS)('a name with a link in it is text in the messages of SARIF: %s', async (_, text) => {
  const containers = [{ name: text, image: text, securityContext: { privileged: true } }];
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: text, namespace: text }, spec: { containers } };
  const folder = folderWith({ 'pod.yaml': JSON.stringify(pod), '[x](command:y).yaml': 'kind: Pod\nspec: [' });
  const { stdout } = await run(['check', '--format', 'sarif'], folder);
  const [{ results, invocations }] = JSON.parse(stdout).runs;
  const messages = [...results, ...invocations[0].toolExecutionNotifications].map(({ message }) => message.text);
  expect(messages.length).toBeGreaterThan(1);
  expect(messages.filter((message) => LINK.test(message))).toEqual([]);
});
