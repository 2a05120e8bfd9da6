import type { Resource } from '../../manifest/resource';
import { decideInjection, podInjections } from '../../pod/injection';
import { INJECTORS, type Injector, keyIn } from '../../pod/injectors';
import { code, type Markdown, markdown } from '../../text/markdown';
import type { HoverContext, HoverText, PodHover } from './part';

/** On a label or annotation of a pod that an injector reads: what it adds, or that it adds nothing. */
export const injectionHover: PodHover = (pod, context) => {
  for (const { injector, isOn, at } of podInjections(pod, context.index.namespaceOf(pod.resource))) {
    const span = at && [at.keySpan, at.span].find((one) => context.isAt(one));
    if (span) return { span, text: isOn ? added(injector, 'this pod') : optedOut(injector, 'this pod') };
  }
  return undefined;
};

/** The same on a namespace. */
export function namespaceHover(
  { kind, name, value, labels, annotations }: Resource,
  context: HoverContext,
): HoverText | undefined {
  if (kind !== 'Namespace') return undefined;
  const words = {
    name: name ?? '',
    labels: Object.fromEntries(labels),
    annotations: Object.fromEntries(annotations),
  };
  for (const injector of INJECTORS) {
    const decision = decideInjection(injector, words);
    const at = decision && keyIn(value.get('metadata'), decision.key);
    const span = at && [at.keySpan, at.span].find((one) => context.isAt(one));
    if (!decision || !span) continue;
    const whose = 'the pods of this namespace';
    return { span, text: decision.isOn ? added(injector, whose) : optedOut(injector, whose) };
  }
  return undefined;
}

function added({ name, adds, alsoAdds }: Injector, to: string): Markdown {
  const also = alsoAdds === undefined ? '' : markdown` and ${code(alsoAdds)}`;
  return markdown`${name} adds ${code(adds)}${also} to ${to} when it is created. The manifest does not have it, so reviews and policies that look at manifests do not see it.`;
}

function optedOut({ name, adds }: Injector, to: string): Markdown {
  return markdown`${name} does not add ${code(adds)} to ${to}.`;
}
