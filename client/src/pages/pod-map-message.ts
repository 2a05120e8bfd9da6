import type { ViewPlace } from '../../../server/src/protocol/overview';
import { own } from '../../../server/src/text/own';

/** What the script of the map asks for. `draw` is the first half of an export to PNG, which the page draws. */
type PodMapMessage =
  | { readonly kind: 'ready' | 'svg' | 'draw' }
  | { readonly kind: 'png'; readonly bytes: Uint8Array }
  | { readonly kind: 'open'; readonly place: ViewPlace };

const ACTIONS = ['ready', 'svg', 'draw'] as const;
/** In bytes. */
const LARGEST_IMAGE = 64 * 1024 * 1024;

/** Reads what the script says; `undefined` for anything that it doesn't say. */
export function toPodMapMessage(message: unknown): PodMapMessage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const field = (name: string): unknown => own(message as Record<string, unknown>, name);
  const action = ACTIONS.find((known) => known === field('action'));
  if (action) return { kind: action };
  const png = field('png');
  if (png instanceof Uint8Array && png.length <= LARGEST_IMAGE) return { kind: 'png', bytes: png };
  const [uri, line, character] = [field('uri'), Number(field('line')), Number(field('character'))];
  const isPlace = [line, character].every((count) => Number.isSafeInteger(count) && count >= 0);
  return typeof uri === 'string' && uri !== '' && isPlace
    ? { kind: 'open', place: { uri, line, character } }
    : undefined;
}
