import { nameOfGate } from '../../gating/coverage';
import type { ViewIcon, ViewPlace, ViewSeverity } from '../../protocol/overview';
import { type ReportedDecision, type ReportedImage, type VerdictWord, verdictOf } from '../../report/gates';
import type { WorkspaceIndex } from '../../workspace/workspace-index';
import { toRange } from '../ranges';
import type { DocumentSummary } from './document-summary';
import { type Branch, branch, inOrder, keyed, leaf } from './tree';

/** The worst first. */
const VERDICTS: readonly { readonly word: VerdictWord; readonly icon: ViewIcon; readonly worst?: ViewSeverity }[] = [
  { word: 'refused', icon: 'refused', worst: 'error' },
  { word: 'reported', icon: 'refused', worst: 'warning' },
  { word: 'unknown', icon: 'unsure' },
  { word: 'may apply', icon: 'unsure' },
  { word: 'not checked', icon: 'unchecked' },
  { word: 'admitted', icon: 'admitted' },
];

/** An image that a gate decides about. */
interface Decided {
  readonly image: ReportedImage;
  readonly place: ViewPlace | undefined;
  readonly decision: ReportedDecision | undefined;
}

/** The policies in force, and what they do with the images of the workspace; last the images that none checks. */
export function gatesTree(documents: readonly DocumentSummary[], index: WorkspaceIndex): Branch[] {
  const byGate = new Map<string, Decided[]>();
  const ungated: Decided[] = [];
  for (const document of documents) {
    const places = placesIn(document);
    for (const image of document.images) {
      const place = places.get(nameOf(image));
      if (image.gates.length === 0) ungated.push({ image, place, decision: undefined });
      for (const decision of image.gates) {
        const key = `${decision.gate} ${decision.file}`;
        const known = byGate.get(key);
        if (known) known.push({ image, place, decision });
        else byGate.set(key, [{ image, place, decision }]);
      }
    }
  }
  const gates = gatesOf(index).map(({ key, policy, place }) => {
    const images = byGate.get(key) ?? [];
    const { kind, name = kind } = policy;
    const node = {
      key,
      icon: 'gate',
      label: name,
      description: `${countsOf(images)} · ${kind}`,
      ...(place && { place }),
    } as const;
    return branch(node, images.length, () => imageBranches(images), { isOpen: true });
  });
  if (gates.length === 0 || ungated.length === 0) return gates;
  const node = {
    key: 'none',
    icon: 'unchecked',
    label: 'Not gated',
    description: count(ungated.length),
    detail: 'No policy of the workspace checks these images.',
  } as const;
  return [...gates, branch(node, ungated.length, () => imageBranches(ungated))];
}

/** The policies in force. One policy can be several gates. */
function gatesOf(index: WorkspaceIndex) {
  const gates = index.decisions.inForce.map((gate) => {
    const { document, value } = gate.policy;
    const found = index.placeOf(document);
    const name = value.at('metadata', 'name');
    const start = found && toRange({ document, line: found.line }, (name.isSet ? name : value).span).start;
    const key = `${nameOfGate({ gate })} ${found?.uri}`;
    return { key, policy: gate.policy, place: found && start && { uri: found.uri, ...start } };
  });
  return [...new Map(gates.map((gate) => [gate.key, gate])).values()].sort((a, b) => inOrder(a.key, b.key));
}

function imageBranches(images: readonly Decided[]): Branch[] {
  const order = [...images].sort((a, b) => rankOf(a) - rankOf(b) || inOrder(nameOf(a.image), nameOf(b.image)));
  return keyed(order, ({ image }) => `${image.file} ${nameOf(image)} ${image.image}`).map(([key, one]) => {
    const { image, place, decision } = one;
    const verdict = VERDICTS[rankOf(one)];
    const { kind, name = '' } = image.resource;
    return leaf({
      key,
      icon: verdict?.icon ?? 'unchecked',
      label: image.image ?? '(no image yet)',
      description: [...(verdict ? [verdict.word] : []), `${kind} ${name}`, image.container].join(' · '),
      ...(verdict?.worst && { worst: verdict.worst }),
      ...(decision?.reason !== undefined && { detail: decision.reason }),
      ...(place && { place }),
    });
  });
}

/** The index of a verdict in the list; behind it without a decision. */
function rankOf({ decision }: Decided): number {
  return decision ? VERDICTS.findIndex(({ word }) => word === verdictOf(decision)) : VERDICTS.length;
}

/** `1 refused, 3 admitted` */
function countsOf(images: readonly Decided[]): string {
  const words = VERDICTS.flatMap(({ word }, rank) => {
    const number = images.filter((one) => rankOf(one) === rank).length;
    return number === 0 ? [] : [`${number} ${word}`];
  });
  return words.length === 0 ? 'no image of the workspace' : words.join(', ');
}

function count(images: number): string {
  return `${images} ${images === 1 ? 'image' : 'images'}`;
}

/** The containers of a document, by the names that reports of images have. */
function placesIn({ pods }: DocumentSummary): Map<string, ViewPlace> {
  return new Map(
    pods.flatMap(({ workload: { kind, name }, containers }) =>
      containers.map(({ name: container, place }) => [nameOf({ resource: { kind, name }, container }), place] as const),
    ),
  );
}

function nameOf({
  resource,
  container,
}: {
  readonly resource: { readonly kind: string; readonly name?: string };
  readonly container: string;
}): string {
  return `${resource.kind} ${resource.name ?? ''} ${container}`;
}
