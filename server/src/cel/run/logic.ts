import { Unknowable } from '../../cause/unknown';
import { noOverload } from '../library/arithmetic';
import { Failure } from '../values';

/** @throws Failure unless the value is true or false */
export function isTrue(value: unknown): boolean {
  if (typeof value !== 'boolean') throw noOverload();
  return value;
}

/**
 * Which of two problems stays: what is unknown here could also be no problem in a cluster.
 * @throws what is neither
 */
export function worseProblem(one: unknown, other: unknown): unknown {
  if (!(other instanceof Failure || other instanceof Unknowable)) throw other;
  return one instanceof Unknowable || (one !== undefined && other instanceof Failure) ? one : other;
}
