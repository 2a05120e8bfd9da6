import { inWords } from '../in-words';
import type { Ability } from './abilities';

const WORDS: Readonly<Record<Ability['name'], string>> = {
  inject: 'add containers to pods',
  exec: 'run commands in pods',
  'change-gates': 'change what policies admit',
  'read-secrets': 'read Secrets',
  escalate: 'give itself more permissions',
};

/** What a subject can do, as the end of a sentence with "can": `read Secrets (only "a" and "b")`. */
export function abilityWords({ name, objects }: Ability): string {
  if (objects === 'all') return WORDS[name];
  return `${WORDS[name]} (only ${inWords(
    objects.map((object) => `"${object}"`),
    3,
  )})`;
}
