import { ThemeIcon } from 'vscode';
import { type ApiService, selects } from '../../../server/src/cluster/ports';
import type { WorkloadAt } from '../../../server/src/protocol';
import { saying } from '../../../server/src/text/saying';
import { say } from '../says/words';
import type { Choice } from './picker';

/**
 * The lines of Services to which a port can be forwarded: those of a workload, or all.
 * @param services `undefined` if they may not be listed
 */
export function serviceLines(
  services: readonly ApiService[] | undefined,
  owner: WorkloadAt | undefined,
): Choice<{ readonly service: ApiService }>[] {
  if (!services) return [MAY_NOT_LIST];
  const isSought = (service: ApiService): boolean =>
    owner === undefined || (owner.kind === 'Service' ? service.name === owner.name : selects(service, owner.labels));
  return services.filter(isSought).map((service) => ({
    // As kubectl names it, so that it is not taken for a pod of this name.
    label: say`service/${service.name}`,
    description: saying(portWords(service)),
    iconPath: new ThemeIcon('globe'),
    isStart: owner?.kind === 'Service',
    ...(canForward(service) && { value: { service } }),
  }));
}

function canForward({ selector, ports }: ApiService): boolean {
  return Object.keys(selector).length > 0 && ports.length > 0;
}

function portWords({ type, selector, ports }: ApiService): string {
  if (Object.keys(selector).length === 0)
    return say`${type} · can’t be chosen: it has no selector, so no pods of its own`;
  if (ports.length === 0) return say`${type} · can’t be chosen: it has no TCP ports`;
  return `${type} · ${ports.map(({ number, name }) => (name === undefined ? number : `${number} (${name})`)).join(', ')}`;
}

const MAY_NOT_LIST: Choice<never> = {
  label: say`You may not list the Services of this namespace`,
  detail: say`Choose a pod.`,
  iconPath: new ThemeIcon('lock'),
};
