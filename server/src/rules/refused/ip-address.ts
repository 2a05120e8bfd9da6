import { bitsOfIp4, bitsOfIp6, isIp4InIp6 } from '../../text/ip-address';

/** `StrictIPCIDRValidation` (KEP-4858): on by default. */
const FIRST_STRICT = 36;
/** In characters. Longer ones are no addresses, but for zeros that old servers skip. */
const LONGEST = 60;

/**
 * Why the API server refuses an address, as a predicate; `undefined` if it takes it.
 * @param minor the version of the server. Old ones take zeros at the beginning of numbers, and IPv4 written as IPv6.
 */
export function faultOfAddress(text: string, minor: number): string | undefined {
  const read = text.includes(':') ? bitsOfIp6 : bitsOfIp4;
  const bits = text.length > LONGEST ? undefined : read(withoutZeros(text));
  if (bits === undefined) return 'is no IP address';
  if (minor < FIRST_STRICT) return undefined;
  if (read(text) === undefined) return 'has a zero at the beginning of a number';
  return isIp4InIp6(bits) && text.includes(':') ? 'is an address of IPv4, written as one of IPv6' : undefined;
}

/** Numbers without the zeros that they begin with. */
function withoutZeros(text: string): string {
  return text.replace(/(^|[.:])0+(?=[0-9a-fA-F])/g, '$1');
}
