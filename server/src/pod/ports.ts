import type { Container } from './container';

/** Whether a container declares a port, by its number or its name. */
export function declaresPort({ value }: Container, port: number | string): boolean {
  return value
    .get('ports')
    .items.some((declared) => declared.get('containerPort').number === port || declared.get('name').string === port);
}
