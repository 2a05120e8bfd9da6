import { expect, it } from 'vitest';
import { isAllowed } from './access-review';
import { dryRunCreate } from './dry-run';
import { newNamespace } from './namespaces';
import { bothServers } from './server';

const pod = (spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'other' }, spec });
const CONTAINER = { name: 'a', image: 'a.example.com/a:1' };

it('asks each server what it would make of an object', async () => {
  for (const server of await bothServers()) {
    const namespace = await newNamespace(server, { 'pod-security.kubernetes.io/warn': 'restricted' });
    const accepted = await dryRunCreate(server, pod({ containers: [CONTAINER] }), { namespace });
    expect(accepted).toMatchObject({ isAccepted: true, code: 201, object: { spec: { restartPolicy: 'Always' } } });
    expect(accepted.warnings).toEqual([
      expect.stringContaining('allowPrivilegeEscalation != false (container "a" must'),
    ]);

    const refused = await dryRunCreate(server, pod({ containers: [CONTAINER, CONTAINER] }), { namespace });
    const cause = { field: 'spec.containers[1].name', reason: 'FieldValueDuplicate', message: 'Duplicate value: "a"' };
    expect(refused).toMatchObject({ isAccepted: false, code: 422, causes: [cause], object: undefined });
  }
});

it('lets the server read YAML, in another namespace than the written one', async () => {
  for (const server of await bothServers()) {
    const namespace = await newNamespace(server);
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: other} # kept\ndata: {a: "1", a: "2"}\n';
    const strict = await dryRunCreate(server, text, { namespace });
    expect(strict).toMatchObject({ code: 400, message: expect.stringContaining('"a" already set in map') });
    const lenient = await dryRunCreate(server, text, { namespace, fieldValidation: 'Ignore' });
    expect(lenient.object).toMatchObject({ metadata: { namespace }, data: { a: '2' } });
  }
});

it('asks who may do what', async () => {
  for (const server of await bothServers()) {
    const question = { verb: 'create', resource: 'pods', subresource: 'exec', namespace: 'default' };
    expect(await isAllowed(server, { ...question, user: 'nobody' })).toBe(false);
    expect(await isAllowed(server, { ...question, user: 'nobody', groups: ['system:masters'] })).toBe(true);
  }
});
