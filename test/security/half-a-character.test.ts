import { expect, it } from 'vitest';
import { builtInKind, controllerPath } from '../../server/src/cluster/controllers';
import { toUri } from '../../server/src/report/sarif';
import { see } from '../unit/analyse';

/** Half of a surrogate pair, as an escape in YAML or JSON gives it. */
const HALF = '\ud800';

it('half a character in a kustomization stops no check', () => {
  const text = `resources: ["${'\\ud800'}.yaml"]\nnamespace: shop\n---\napiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n  - { name: web, image: a.example.com/b:1, securityContext: { privileged: true } }\n`;
  expect(see(text, 'privileged')).toHaveLength(1);
});

it('half a character in the name of a file stops no report', () => {
  expect(toUri(`a/${HALF}.yaml`)).toBe('a/%EF%BF%BD.yaml');
  expect(toUri(`C:/${HALF} b.yaml`)).toBe('file:///C:/%EF%BF%BD%20b.yaml');
});

it('half a character in the name of an owner asks for no object of another name', () => {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: HALF };
  expect(builtInKind(owner)).toBeDefined();
  expect(controllerPath(owner, HALF)).toBe('/apis/apps/v1/namespaces/%EF%BF%BD/replicasets/%EF%BF%BD');
});
