import type { Environment } from '@marcbachmann/cel-js';
import { Failure } from './failures';

const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][\w-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][\w-]*))*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/** A semantic version (semver.org). Image tags are often semantic versions. */
class Semver {
  readonly numbers: readonly bigint[];
  readonly prerelease: readonly string[];

  /** @throws Failure, as in a cluster, if the text is not a version */
  constructor(text: string) {
    const [, major = '', minor = '', patch = '', prerelease] = SEMVER.exec(text) ?? [];
    if (major === '') throw new Failure(`"${text}" is no semantic version`);
    this.numbers = [major, minor, patch].map(BigInt);
    this.prerelease = prerelease?.split('.') ?? [];
  }

  compareTo(other: Semver): bigint {
    for (const [index, number] of this.numbers.entries()) {
      const others = other.numbers[index] ?? 0n;
      if (number !== others) return number < others ? -1n : 1n;
    }
    return comparePrereleases(this.prerelease, other.prerelease);
  }
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

/** The semver library ("Common Expression Language in Kubernetes"). */
export function registerSemver(environment: Environment): void {
  environment.registerType('Semver', Semver);
  const functions: Readonly<Record<string, (...values: never[]) => unknown>> = {
    'semver(string): Semver': (text: string) => new Semver(text),
    'isSemver(string): bool': (text: string) => SEMVER.test(text),
    'Semver.major(): int': ({ numbers }: Semver) => numbers[0],
    'Semver.minor(): int': ({ numbers }: Semver) => numbers[1],
    'Semver.patch(): int': ({ numbers }: Semver) => numbers[2],
    'Semver.compareTo(Semver): int': (one: Semver, other: Semver) => one.compareTo(other),
    'Semver.isLessThan(Semver): bool': (one: Semver, other: Semver) => one.compareTo(other) < 0n,
    'Semver.isGreaterThan(Semver): bool': (one: Semver, other: Semver) => one.compareTo(other) > 0n,
  };
  for (const [signature, handler] of Object.entries(functions)) environment.registerFunction(signature, handler);
}
