import { Failure, Opaque } from '../values';
import { type DeclaredFunction, globals, members } from './overload';

const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/** A semantic version (semver.org). Image tags are often semantic versions. */
class Semver extends Opaque {
  readonly type = 'kubernetes.Semver';
  readonly numbers: readonly bigint[];
  readonly prerelease: readonly string[];

  constructor(numbers: readonly bigint[], prerelease: readonly string[]) {
    super();
    this.numbers = numbers;
    this.prerelease = prerelease;
  }

  equals(other: Opaque): boolean {
    return other instanceof Semver && this.compareTo(other) === 0n;
  }

  compareTo(other: Semver): bigint {
    for (const [index, number] of this.numbers.entries()) {
      const others = other.numbers[index] ?? 0n;
      if (number !== others) return number < others ? -1n : 1n;
    }
    return comparePrereleases(this.prerelease, other.prerelease);
  }
}

function read(text: string, isTolerant: boolean): Semver | undefined {
  const [, major = '', minor = '', patch = '', prerelease] = SEMVER.exec(isTolerant ? normalized(text) : text) ?? [];
  if (major === '') return undefined;
  const numbers = [major, minor, patch].map(BigInt);
  return numbers.some((number) => number >= 1n << 64n) ? undefined : new Semver(numbers, prerelease?.split('.') ?? []);
}

/** Without a "v" before it and zeros before numbers, and with the numbers that are missing. */
function normalized(text: string): string {
  const [, numbers = '', rest = ''] = /^v?([^-+]*)(.*)$/s.exec(text) ?? [];
  const parts = numbers.split('.').map((part) => part.replace(/^0+(?=\d)/, ''));
  // Only whole versions have a pre-release or a build.
  if (parts.length < 3 && rest !== '') return text;
  while (parts.length < 3) parts.push('0');
  return `${parts.join('.')}${rest}`;
}

/** A pre-release is lower than its release (semver.org, "Precedence"). */
function comparePrereleases(one: readonly string[], other: readonly string[]): bigint {
  if (one.length === 0 || other.length === 0) return BigInt(Math.sign(other.length - one.length));
  for (const [index, part] of one.entries()) {
    const others = other[index];
    if (others === undefined) return 1n;
    if (part !== others) return compareParts(part, others);
  }
  return one.length < other.length ? -1n : 0n;
}

function compareParts(one: string, other: string): bigint {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (isNumber !== isOtherNumber) return isNumber ? -1n : 1n;
  if (isNumber) return BigInt(one) < BigInt(other) ? -1n : 1n;
  return one < other ? -1n : 1n;
}

function semver(text: string, isTolerant = false): Semver {
  const found = read(text, isTolerant);
  if (!found) throw new Failure(`"${text}" is no semantic version`);
  return found;
}

/** The semantic versions of Kubernetes ("Semver library"). */
export const VERSIONS: readonly DeclaredFunction[] = [
  ...globals({
    'semver(string): kubernetes.Semver': (text: string) => semver(text),
    'semver(string, bool): kubernetes.Semver': semver,
    'isSemver(string): bool': (text: string) => read(text, false) !== undefined,
    'isSemver(string, bool): bool': (text: string, isTolerant: boolean) => read(text, isTolerant) !== undefined,
  }),
  ...members({
    'major(kubernetes.Semver): int': ({ numbers }: Semver) => BigInt.asIntN(64, numbers[0] ?? 0n),
    'minor(kubernetes.Semver): int': ({ numbers }: Semver) => BigInt.asIntN(64, numbers[1] ?? 0n),
    'patch(kubernetes.Semver): int': ({ numbers }: Semver) => BigInt.asIntN(64, numbers[2] ?? 0n),
    'compareTo(kubernetes.Semver, kubernetes.Semver): int': (one: Semver, other: Semver) => one.compareTo(other),
    'isLessThan(kubernetes.Semver, kubernetes.Semver): bool': (one: Semver, other: Semver) => one.compareTo(other) < 0n,
    'isGreaterThan(kubernetes.Semver, kubernetes.Semver): bool': (one: Semver, other: Semver) =>
      one.compareTo(other) > 0n,
  }),
];
