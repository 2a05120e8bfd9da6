import type { Accepted } from './report';
import { countOf } from './severities';

/** A sentence or two about what was there before; `undefined` if there is nothing to say. */
export function acceptedSentence(accepted: Accepted | undefined): string | undefined {
  if (!accepted || accepted.known + accepted.gone === 0) return undefined;
  if (accepted.by === 'diff')
    return `${countOf(accepted.known, 'finding')} ${accepted.known === 1 ? 'was' : 'were'} there before the changes, ${accepted.gone} ${accepted.gone === 1 ? 'is' : 'are'} gone.`;
  const known = accepted.known > 0 ? `The baseline accepts ${countOf(accepted.known, 'finding')}.` : '';
  const gone =
    accepted.gone > 0
      ? `It lists ${countOf(accepted.gone, 'finding')} that ${accepted.gone === 1 ? 'is' : 'are'} gone; \`--update-baseline\` removes them.`
      : '';
  return [known, gone].filter(Boolean).join(' ');
}
