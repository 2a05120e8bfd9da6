import { bitsOfIp4, bitsOfIp6, isIp4InIp6 } from '../../text/ip-address';
import { Failure, Opaque } from '../values';
import { type DeclaredFunction, globals, members } from './overload';

const SIZES = { 4: 32n, 6: 128n } as const;

/** An address of the Internet Protocol. */
class Ip extends Opaque {
  readonly type = 'net.IP';
  readonly family: 4 | 6;
  readonly bits: bigint;

  constructor(family: 4 | 6, bits: bigint) {
    super();
    this.family = family;
    this.bits = bits;
  }

  override get size(): number {
    return this.family === 4 ? 4 : 16;
  }

  equals(other: Opaque): boolean {
    return other instanceof Ip && other.family === this.family && other.bits === this.bits;
  }

  isIn(range: string): boolean {
    const network = readCidr(range);
    return network?.contains(this) ?? false;
  }

  override toString(): string {
    return this.family === 4 ? textOf4(this.bits) : textOf6(this.bits);
  }
}

/** A network: an address, and how many of its bits are the same in the network. */
class Cidr extends Opaque {
  readonly type = 'net.CIDR';
  readonly ip: Ip;
  readonly length: bigint;

  constructor(ip: Ip, length: bigint) {
    super();
    this.ip = ip;
    this.length = length;
  }

  override get size(): number {
    return Math.ceil(Number(this.length) / 8);
  }

  equals(other: Opaque): boolean {
    return other instanceof Cidr && other.ip.equals(this.ip) && other.length === this.length;
  }

  contains({ family, bits }: Ip): boolean {
    const rest = SIZES[this.ip.family] - this.length;
    return family === this.ip.family && bits >> rest === this.ip.bits >> rest;
  }

  get masked(): Cidr {
    const rest = SIZES[this.ip.family] - this.length;
    return new Cidr(new Ip(this.ip.family, (this.ip.bits >> rest) << rest), this.length);
  }

  override toString(): string {
    return `${this.ip}/${this.length}`;
  }
}

function textOf4(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.');
}

/** The longest row of zeros, the first one of equal ones, becomes two colons (RFC 5952). */
function textOf6(bits: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((bits >> BigInt(112 - index * 16)) & 0xffffn).toString(16));
  const rows = [...groups.join(':').matchAll(/(?<![0-9a-f])0(?::0)+(?![0-9a-f])/g)].map(([row]) => row);
  const longest = rows.reduce((best, row) => (row.length > best.length ? row : best), '');
  if (longest === '') return groups.join(':');
  const [before = '', ...after] = groups.join(':').split(new RegExp(`(?<![0-9a-f])${longest}(?![0-9a-f])`));
  return `${before.replace(/:$/, '')}::${after.join(longest).replace(/^:/, '')}`;
}

function readIp(text: string): Ip | undefined {
  if (!text.includes(':')) {
    const bits = bitsOfIp4(text);
    return bits === undefined ? undefined : new Ip(4, bits);
  }
  const bits = bitsOfIp6(text);
  // Addresses of version 4 in addresses of version 6 are refused.
  return bits === undefined || isIp4InIp6(bits) ? undefined : new Ip(6, bits);
}

function readCidr(text: string): Cidr | undefined {
  const [, address = '', length = ''] = /^(.*)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const ip = readIp(address);
  return ip && BigInt(length) <= SIZES[ip.family] ? new Cidr(ip, BigInt(length)) : undefined;
}

function ip(text: string): Ip {
  const found = readIp(text);
  if (!found) throw new Failure(`IP Address "${text}" parse error during conversion from string`);
  return found;
}

function cidr(text: string): Cidr {
  const found = readCidr(text);
  if (!found) throw new Failure(`network address parse error during conversion from string: "${text}"`);
  return found;
}

function containsCidr(one: Cidr, other: Cidr): boolean {
  return one.contains(other.ip) && one.length <= other.length;
}

function isGlobalUnicast(one: Ip): boolean {
  const not = ['255.255.255.255/32', '0.0.0.0/32', '127.0.0.0/8', '224.0.0.0/4', '169.254.0.0/16'];
  return ![...not, '::/128', '::1/128', 'ff00::/8', 'fe80::/10'].some((range) => one.isIn(range));
}

/** The addresses and networks of Kubernetes ("IP address library", "CIDR library"). */
export const NETWORKS: readonly DeclaredFunction[] = [
  ...globals({
    'ip(string): net.IP': ip,
    'isIP(string): bool': (text: string) => readIp(text) !== undefined,
    'ip.isCanonical(string): bool': (text: string) => String(ip(text)) === text,
    'string(net.IP): string': (one: Ip) => String(one),
    'cidr(string): net.CIDR': cidr,
    'isCIDR(string): bool': (text: string) => readCidr(text) !== undefined,
    'string(net.CIDR): string': (one: Cidr) => String(one),
  }),
  ...members({
    'family(net.IP): int': ({ family }: Ip) => BigInt(family),
    'isUnspecified(net.IP): bool': (one: Ip) => one.bits === 0n,
    'isLoopback(net.IP): bool': (one: Ip) => one.isIn('127.0.0.0/8') || one.isIn('::1/128'),
    'isLinkLocalMulticast(net.IP): bool': (one: Ip) =>
      one.isIn('224.0.0.0/24') || (one.family === 6 && ((one.bits >> 112n) & 0xff0fn) === 0xff02n),
    'isLinkLocalUnicast(net.IP): bool': (one: Ip) => one.isIn('169.254.0.0/16') || one.isIn('fe80::/10'),
    'isGlobalUnicast(net.IP): bool': isGlobalUnicast,
    'containsIP(net.CIDR, string): bool': (one: Cidr, other: string) => one.contains(ip(other)),
    'containsIP(net.CIDR, net.IP): bool': (one: Cidr, other: Ip) => one.contains(other),
    'containsCIDR(net.CIDR, string): bool': (one: Cidr, other: string) => containsCidr(one, cidr(other)),
    'containsCIDR(net.CIDR, net.CIDR): bool': containsCidr,
    'ip(net.CIDR): net.IP': (one: Cidr) => one.ip,
    'prefixLength(net.CIDR): int': ({ length }: Cidr) => length,
    'masked(net.CIDR): net.CIDR': ({ masked }: Cidr) => masked,
  }),
];
