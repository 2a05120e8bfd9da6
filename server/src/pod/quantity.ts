import { own } from '../text/own';

const QUANTITY = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+)|([KMGTPE]i|[numkMGTPE]))?$/;
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** The API server cuts off what is larger, and so need not be told apart. */
const LARGEST = (2n ** 63n - 1n) * 1000n;
/** A larger exponent gives more than the largest quantity, or less than a thousandth. */
const LARGEST_EXPONENT = 60;
/** In characters. Longer ones are not computed. */
const LONGEST = 100;

/**
 * A quantity in thousandths, rounded up as the API server stores it (API reference, Quantity): `1500n` for `1500m`, and for `1.5`.
 * `undefined` if the text is no quantity.
 */
export function thousandthsOf(text: string): bigint | undefined {
  const match = QUANTITY.exec(text.trim());
  if (!match || text.length > LONGEST) return undefined;
  const [, sign = '', digits = '', exponent, suffix = ''] = match;
  const [whole = '', fraction = ''] = digits.split('.');
  const amount = BigInt(whole + fraction) * 1024n ** BigInt(BINARY.indexOf(suffix) + 1) * 1000n;
  const power = (exponent === undefined ? (own(DECIMAL, suffix) ?? 0) : Number(exponent)) - fraction.length;
  const limited = Math.max(-LARGEST_EXPONENT - LONGEST, Math.min(power, LARGEST_EXPONENT));
  const scaled = limited >= 0 ? amount * 10n ** BigInt(limited) : quotientUp(amount, 10n ** BigInt(-limited));
  const thousandths = scaled > LARGEST ? LARGEST : scaled;
  return sign === '-' ? -thousandths : thousandths;
}

function quotientUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
