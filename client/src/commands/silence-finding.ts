import type { Disposable } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type OfferedFinding,
  SILENCE_SCOPES,
  type SilenceParams,
  type SilenceScope,
  silenceCommand,
  silenceRequest,
} from '../../../server/src/protocol';
import type { Saying } from '../../../server/src/text/saying';
import { askForText, choose } from '../says/ask';
import { onCommand } from '../says/on-command';
import { say } from '../says/words';
import { argumentsAtCursor } from './arguments-at-cursor';

/** The command of the "Silence…" code action: asks which finding, where and for what reason, and silences it. */
export function registerSilenceFinding(client: BaseLanguageClient): Disposable {
  return onCommand(silenceCommand, async (argument) => {
    const [again] = argument === undefined ? await argumentsAtCursor(client, silenceCommand) : [];
    const { uri, findings } = toOffer(argument ?? again);
    const finding = await chooseFinding(findings);
    const scope = finding && (await chooseScope(finding));
    if (!finding || !scope) return;
    const reason = await askForText({
      title: say`Silence ${finding.rule}`,
      prompt: say`Why? The reason is written beside it. Press Enter to write none.`,
      value: '',
    });
    if (reason === undefined) return;
    const { rule, position } = finding;
    const params: SilenceParams = { uri, rule, position, scope, reason };
    await client.sendRequest(silenceRequest, params);
  });
}

async function chooseFinding(findings: readonly OfferedFinding[]): Promise<OfferedFinding | undefined> {
  if (findings.length <= 1) return findings[0];
  const lines = findings.map((finding) => ({
    label: say`${finding.rule}`,
    ...(finding.container !== undefined && { description: say`container ${finding.container}` }),
    finding,
  }));
  const chosen = await choose(lines, { title: say`Silence a finding`, placeholder: say`Choose the finding` });
  return chosen?.finding;
}

async function chooseScope(finding: OfferedFinding): Promise<SilenceScope | undefined> {
  const lines = SILENCE_SCOPES.flatMap((scope) => {
    const label = labelOf(scope, finding);
    return label === undefined ? [] : [{ ...label, scope }];
  });
  const chosen = await choose(lines, { title: say`Silence ${finding.rule}`, placeholder: say`Choose where` });
  return chosen?.scope;
}

/** `undefined` where a finding has no such place. */
function labelOf(
  scope: SilenceScope,
  { rule, kind, container }: OfferedFinding,
): { label: Saying; description: Saying } | undefined {
  switch (scope) {
    case 'line':
      return { label: say`This line`, description: say`adds a comment above it` };
    case 'container':
      return container === undefined
        ? undefined
        : { label: say`The container ${container}`, description: say`adds an annotation` };
    case 'resource':
      return { label: say`This ${kind}`, description: say`adds an annotation` };
    case 'file':
      return { label: say`This file`, description: say`adds a comment at its start` };
    case 'workspace':
      return { label: say`The rule everywhere`, description: say`turns off ${rule} in .sidecar-guard.yaml` };
  }
}

/** The command can be run with any argument. What has another form than the server sends is no offer. */
function toOffer(argument: unknown): { uri: string; findings: OfferedFinding[] } {
  const { uri, findings } = fieldsOf(argument);
  return {
    uri: typeof uri === 'string' ? uri : '',
    findings: Array.isArray(findings) ? findings.flatMap(toFinding) : [],
  };
}

function toFinding(value: unknown): OfferedFinding[] {
  const { rule, position, kind, container } = fieldsOf(value);
  const { line, character } = fieldsOf(position);
  if (typeof rule !== 'string' || typeof kind !== 'string') return [];
  if (typeof line !== 'number' || typeof character !== 'number') return [];
  return [{ rule, kind, position: { line, character }, ...(typeof container === 'string' && { container }) }];
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
