import { SEVERITIES, type Severity } from '../rules/severity';
import type { MapMark, MapNode } from './pod-map';

const SEVERITY_WORDS: Readonly<Record<Severity, readonly [one: string, several: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  information: ['note', 'notes'],
  hint: ['hint', 'hints'],
};

/** "2 errors, 1 warning"; empty without marks. */
export function markWords(marks: readonly MapMark[]): string {
  return [...SEVERITIES]
    .reverse()
    .flatMap((severity) => {
      const count = marks.filter((mark) => mark.severity === severity).length;
      const [one, several] = SEVERITY_WORDS[severity];
      return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
    })
    .join(', ');
}

/** "1 container", "2 containers". */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** The severity of the worst of some findings. */
export function worstMark(marks: readonly MapMark[]): Severity | undefined {
  return SEVERITIES.findLast((severity) => marks.some((mark) => mark.severity === severity));
}

/** Whether a part is in the pod; Services and the service account reach it from outside. */
export function isInside({ kind }: Pick<MapNode, 'kind'>): boolean {
  return kind !== 'service' && kind !== 'account';
}
