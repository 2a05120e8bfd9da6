/** The 32 bits of an address of version 4; `undefined` if the text is none. Leading zeros are refused: some programs read them as octal. */
export function bitsOfIp4(text: string): bigint | undefined {
  const parts = text.split('.');
  const areBytes = parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return areBytes && parts.length === 4 ? parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n) : undefined;
}

/** The 128 bits of an address of version 6, which may end as one of version 4; `undefined` if the text is none. */
export function bitsOfIp6(text: string): bigint | undefined {
  const tail = /^(.*:)(\d+\.[\d.]+)$/.exec(text);
  const last = tail ? bitsOfIp4(tail[2] ?? '') : 0n;
  if (last === undefined) return undefined;
  const whole = tail ? `${tail[1]}${(last >> 16n).toString(16)}:${(last & 0xffffn).toString(16)}` : text;
  const [before = '', after, ...others] = whole.split('::');
  if (others.length > 0) return undefined;
  const [left, right] = [before, after ?? ''].map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - (left?.length ?? 0) - (right?.length ?? 0);
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...(left ?? []), ...Array.from({ length: missing }, () => '0'), ...(right ?? [])];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

/** Whether an address of version 6 stands for one of version 4 (`::ffff:10.0.0.1`). */
export function isIp4InIp6(bits: bigint): boolean {
  return bits >> 32n === 0xffffn;
}
