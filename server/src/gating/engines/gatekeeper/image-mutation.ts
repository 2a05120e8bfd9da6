import { apiGroup } from '../../../manifest/resource';
import type { ImageMutation } from '../../engine';
import { imageMutatorOfGatekeeper } from './image-mutator';
import { MUTATORS } from './kinds';

const KINDS = ['Assign', 'AssignImage'];

/** The mutators of Gatekeeper that change images. */
export const gatekeeperImageMutation: ImageMutation = {
  isPart: (resource) => apiGroup(resource) === MUTATORS && KINDS.includes(resource.kind),
  mutators: ({ ofKind }) => ofKind(MUTATORS, ...KINDS).flatMap((policy) => imageMutatorOfGatekeeper(policy) ?? []),
};
