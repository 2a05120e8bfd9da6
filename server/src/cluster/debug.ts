import { randomInt } from 'node:crypto';
import { DEBUG_NAME } from '../pod/debug-name';
import { type PodPlace, podWords } from './words';

/** A set of privileges of a debug container, by kubectl's name (`kubectl debug --profile`). */
export interface DebugProfile {
  readonly name: 'general' | 'baseline' | 'restricted' | 'netadmin' | 'sysadmin';
  /** Whether it has power over its node. */
  readonly isPowerful?: boolean;
}

export const DEBUG_PROFILES: readonly DebugProfile[] = [
  { name: 'general' },
  { name: 'baseline' },
  { name: 'restricted' },
  { name: 'netadmin' },
  { name: 'sysadmin', isPowerful: true },
];

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A new name for a debug container. A name can't be taken again, also when the container has ended. */
export function newDebugName(taken: readonly string[]): string {
  for (;;) {
    const end = Array.from({ length: 5 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
    if (!taken.includes(DEBUG_NAME + end)) return DEBUG_NAME + end;
  }
}

interface DebugOptions {
  readonly name: string;
  readonly image: string;
  readonly profile: string;
  /** The container whose processes it sees; `undefined` if that does not run. */
  readonly target: string | undefined;
}

/** Adds an ephemeral container to a pod, and attaches to it. */
export function debugWords(place: PodPlace, { name, image, profile, target }: DebugOptions): string[] {
  return podWords(place, [
    'debug',
    '-it',
    `--container=${name}`,
    `--image=${image}`,
    ...(target === undefined ? [] : [`--target=${target}`]),
    `--profile=${profile}`,
  ]);
}

const LONGEST_IMAGE = 512;
/** Host, path, tag and digest (distribution/reference). Each repetition is separated from the next by another character. */
const IMAGE =
  /^(?:[\w.-]+(?::\d{1,5})?\/)?[a-z0-9]+(?:(?:[._/]|__|-+)[a-z0-9]+)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

/** Whether a text can be the name of an image. */
export function isImageName(text: string): boolean {
  return text.length <= LONGEST_IMAGE && IMAGE.test(text);
}
