import { nameOfGate } from '../gating/coverage';
import type { GateDecision, PodDecision } from '../gating/gate';
import type { YamlValue } from '../manifest/value';
import type { Container } from '../pod/container';
import type { Pod } from '../pod/pod';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { code, escapeMarkdown } from './markdown';

/** What each policy of the workspace makes of a container's image, with links to the parts that decide. Markdown lines. */
export function describeGates(container: Container, pod: Pod, index: WorkspaceIndex): string[] {
  if (!index.isComplete) return ['The workspace is still being read for image policies.'];
  if (index.gates.length === 0) return ['No policy of this workspace gates images.'];
  const decisions = index.decisionsOn(pod);
  const asked = decisions.filter(({ decision }) => decision.applies !== 'no');
  const namesAsked = new Set(asked.map(nameOfGate));
  const others = new Set(decisions.map(nameOfGate).filter((name) => !namesAsked.has(name)));
  return [
    ...(asked.length === 0 ? ['No policy of this workspace gates it.'] : ['Policies:', '']),
    ...asked.map((one) => `- ${describe(one, container, index)}`),
    ...(others.size > 0 ? ['', `They leave this pod out: ${[...others].map(code).join(', ')}.`] : []),
  ];
}

function describe(one: PodDecision, container: Container, index: WorkspaceIndex): string {
  const { gate, pod, decision } = one;
  const at = pod.images.findIndex(({ list, index: place }) => list === container.list && place === container.index);
  const image = decision.images[at];
  const name = link(nameOfGate(one), image?.at, gate.policy, index);
  if (decision.applies === 'unknown') return `${name} may gate it: ${escapeMarkdown(decision.reason ?? '')}`;
  const form = pod.images[at]?.written;
  const which = form === undefined || form === container.image ? 'it' : code(form);
  const reason = image?.reason === undefined ? '' : `: ${escapeMarkdown(image.reason)}`;
  const open = '; while it cannot be evaluated, it admits everything';
  return `${name} ${verb(decision, at)} ${which}${decision.failsOpen ? reason.replace(/\.$/, '') + open : reason}`;
}

function verb({ images, denies }: GateDecision, at: number): string {
  switch (images[at]?.verdict) {
    case 'admits':
      return 'admits';
    case 'rejects':
      return denies ? '**refuses**' : '**reports**';
    case 'skips':
      return 'does not look at';
    default:
      return 'can’t be told to admit';
  }
}

/** A link to the line of a policy. */
function link(
  name: string,
  at: YamlValue | undefined,
  policy: PodDecision['gate']['policy'],
  index: WorkspaceIndex,
): string {
  const place = index.placeOf(policy.document);
  if (!place) return code(name);
  const { start } = (at?.exists ? at : policy.value.at('metadata', 'name')).span;
  return `[${code(name)}](${place.uri}#L${place.line + policy.document.lines.lineAt(start) + 1})`;
}
