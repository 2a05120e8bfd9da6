import { nameOfGate } from '../gating/coverage';
import type { GateDecision, GateResult } from '../gating/gate';
import { wordsOf } from '../gating/words/words';
import type { YamlValue } from '../manifest/value';
import type { Pod } from '../pod/pod';
import type { PodImage } from '../pod/pod-image';
import { code, fileLink, joined, type Markdown, markdown, prose } from '../text/markdown';
import type { WorkspaceIndex } from '../workspace/workspace-index';

/** The decision of each policy of the workspace about an image, as lines with links to the policy. */
export function describeGates(used: PodImage, pod: Pod, index: WorkspaceIndex): (Markdown | string)[] {
  if (!index.isComplete) return [markdown`Image policies are still being read from the workspace.`];
  if (index.gates.length === 0) return [markdown`No policy of this workspace gates images.`];
  const decisions = index.decisions.on(pod);
  const asked = decisions.filter(({ decision }) => decision.applies !== 'no');
  const namesAsked = new Set(asked.map(nameOfGate));
  const others = new Set(decisions.map(nameOfGate).filter((name) => !namesAsked.has(name)));
  return [
    ...(asked.length === 0 ? [markdown`No policy of this workspace gates it.`] : [markdown`Policies:`, '']),
    ...asked.map((one) => markdown`- ${describe(one, used, index)}`),
    ...(others.size > 0
      ? ['', markdown`Policies that do not apply to this pod: ${joined([...others].map(code), ', ')}.`]
      : []),
  ];
}

function describe(one: GateResult, used: PodImage, index: WorkspaceIndex): Markdown {
  const { gate, pod, decision } = one;
  const position = pod.images.findIndex(({ list, index: place }) => list === used.list && place === used.index);
  const image = decision.images[position];
  const name = link(nameOfGate(one), image?.at, gate.policy, index);
  const doubt = decision.cause ? wordsOf(decision.cause) : '';
  if (decision.applies === 'unknown') return markdown`${name} may gate it: ${prose(doubt)}`;
  const form = pod.images[position]?.written;
  const which = form === undefined || form === used.text ? 'it' : code(form);
  const words = image?.cause && wordsOf(image.cause);
  const why = decision.failsOpen ? words?.replace(/\.$/, '') : words;
  const reason = why === undefined ? '' : markdown`: ${prose(why)}`;
  const open = decision.failsOpen ? '; while it cannot be evaluated, it admits everything' : '';
  return markdown`${name} ${verb(decision, position)} ${which}${reason}${open}`;
}

function verb({ images, denies }: GateDecision, index: number): Markdown | string {
  switch (images[index]?.verdict) {
    case 'admits':
      return 'admits';
    case 'rejects':
      return denies ? markdown`**denies**` : markdown`**reports**`;
    case 'skips':
      return 'does not check';
    default:
      return 'may admit or deny';
  }
}

/** A link to the line of a policy. */
function link(
  name: string,
  at: YamlValue | undefined,
  policy: GateResult['gate']['policy'],
  index: WorkspaceIndex,
): Markdown {
  const place = index.placeOf(policy.document);
  if (!place) return code(name);
  const { start } = (at?.isSet ? at : policy.value.at('metadata', 'name')).span;
  return fileLink(code(name), place.uri, place.line + policy.document.lines.lineAt(start));
}
