import type { Accepted } from './report';
import { countOf } from './severities';

/** A sentence or two about what a baseline accepted; `undefined` if there is nothing to say. */
export function acceptedSentence(accepted: Accepted | undefined): string | undefined {
  if (!accepted || accepted.known + accepted.gone === 0) return undefined;
  const known = accepted.known > 0 ? `The baseline accepts ${countOf(accepted.known, 'finding')}.` : '';
  const gone =
    accepted.gone > 0
      ? `It lists ${countOf(accepted.gone, 'finding')} that ${accepted.gone === 1 ? 'is' : 'are'} gone; \`--update-baseline\` removes them.`
      : '';
  return [known, gone].filter(Boolean).join(' ');
}
