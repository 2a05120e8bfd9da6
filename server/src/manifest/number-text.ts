/** Integers with at most so many digits are exact as numbers. */
const SAFE_DIGITS = 15;

/**
 * An integer as Go reads it with `strconv.ParseInt` and base 0 (goyaml.v2, `resolve`): decimal, octal after `0` or `0o`,
 * hexadecimal after `0x`, binary after `0b`. `undefined` if the text is none, or one of more than 64 bits.
 * @param text without underscores
 */
export function integerOf(text: string): bigint | undefined {
  const match = INTEGER.exec(text) ?? BINARY_WITH_SIGN.exec(text);
  if (!match?.groups) return undefined;
  const { sign = '', decimal, octal, hex, binary } = match.groups;
  const size =
    decimal !== undefined
      ? BigInt(decimal)
      : octal !== undefined
        ? BigInt(`0o${octal}`)
        : hex !== undefined
          ? BigInt(`0x${hex}`)
          : BigInt(`0b${binary}`);
  const value = sign === '-' ? -size : size;
  // Only a number without a sign can have all 64 bits.
  const limit = sign === '' ? 2n ** 64n : 2n ** 63n;
  return value < -(2n ** 63n) || value >= limit ? undefined : value;
}

const INTEGER =
  /^(?<sign>[-+]?)(?:0[xX](?<hex>[0-9a-fA-F]+)|0[bB](?<binary>[01]+)|0[oO]?(?<octal>[0-7]+)|(?<decimal>0|[1-9][0-9]*))$/;
/** goyaml.v2 reads the digits behind `0b` once more, with a sign of their own. */
const BINARY_WITH_SIGN = /^0b(?<sign>[-+])(?<binary>[01]+)$/;

/** Whether a text is a float to goyaml.v2 (`yamlStyleFloat`). */
export function isFloat(text: string): boolean {
  return /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text);
}

/** The number that an integer is; `undefined` if the text is none. Short decimal numbers, the usual ones, are read at once. */
export function integerNumber(text: string): number | undefined {
  if (text.length <= SAFE_DIGITS && /^[1-9][0-9]*$/.test(text)) return Number(text);
  const integer = integerOf(text);
  // -0 is 0.
  return integer === undefined ? undefined : Number(integer);
}
