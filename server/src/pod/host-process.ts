import type { YamlValue } from '../manifest/value';
import type { Pod } from './pod';

/** The fields that make containers of a pod processes of their Windows node: that of the pod, and those of containers. */
export function hostProcessFields({ spec, containers }: Pod): YamlValue[] {
  return [spec, ...containers.map(({ value }) => value)]
    .map((owner) => owner.at('securityContext', 'windowsOptions', 'hostProcess'))
    .filter(({ boolean }) => boolean === true);
}
