import { afterEach, expect, it } from 'vitest';
import { RULES } from '../../server/src/rules/index';
import { Client } from './client';

let client: Client | undefined;
afterEach(() => client?.stop());

it('what Enter chooses on a finding of any example fixes or explains it', { timeout: 120_000 }, async () => {
  const editor = await Client.start({
    capabilities: {
      workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
      textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } },
    },
    initializationOptions: { explainsRules: true, silencesFindings: true },
  });
  client = editor;
  const wrong: string[] = [];
  let findings = 0;
  for (const { id, examples } of RULES) {
    const uri = `file:///${id}.yaml`;
    await editor.open(uri, examples.bad);
    for (const { range, code } of await editor.published(uri, () => true)) {
      findings++;
      const actions = await editor.codeActions(uri, { start: range.start, end: range.start });
      const [chosen] = [...actions.filter(({ isPreferred }) => isPreferred), ...actions];
      // Pinning an image to its digest asks a registry first.
      const isPin = chosen?.command?.command === 'sidecarGuard.pinImage';
      const isFix = isPin || chosen?.edit !== undefined || chosen?.title.startsWith('Fix all');
      const explains = chosen?.command?.command === 'sidecarGuard.explainRule';
      const silences = chosen?.edit && /sidecar-guard-disable|\/ignore/.test(JSON.stringify(chosen.edit));
      if (!(isFix || explains) || (silences && code !== 'unused-suppression')) wrong.push(`${id}: ${chosen?.title}`);
    }
    await editor.close(uri);
  }
  expect(findings).toBeGreaterThan(RULES.length);
  expect(wrong).toEqual([]);
});
