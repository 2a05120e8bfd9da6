import { limitSize } from '../values';

/** The bits of a double behind its point, and its exponents. */
const FRACTION = 52n;
const BIAS = 1075n;

/** A finite number with so many digits behind the point: as it exactly is, and from the middle to the even digit. */
export function decimal(number: number, digits: number): string {
  limitSize(digits);
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, number);
  const all = BigInt.asUintN(63, bits.getBigUint64(0));
  const exponent = all >> FRACTION;
  const significand = BigInt.asUintN(Number(FRACTION), all) + (exponent === 0n ? 0n : 1n << FRACTION);
  const scaled = significand * 10n ** BigInt(digits);
  const power = (exponent === 0n ? 1n : exponent) - BIAS;
  const text = String(power >= 0n ? scaled << power : halved(scaled, -power)).padStart(digits + 1, '0');
  const sign = number < 0 || Object.is(number, -0) ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function halved(value: bigint, times: bigint): bigint {
  const [whole, rest, half] = [value >> times, BigInt.asUintN(Number(times), value), 1n << (times - 1n)];
  return rest > half || (rest === half && whole % 2n === 1n) ? whole + 1n : whole;
}
