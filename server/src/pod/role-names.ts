import type { Role } from './container';

/** What users call a role. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  app: 'app container',
  sidecar: 'sidecar',
  'native-sidecar': 'native sidecar',
  init: 'init container',
  ephemeral: 'ephemeral container',
};
