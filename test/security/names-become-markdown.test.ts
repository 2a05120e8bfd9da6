import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { podFactsOf } from '../../server/src/audit/pod-facts';
import { type AuditParams, auditRequest, ruleDocumentationRequest } from '../../server/src/protocol';
import { Client, rangeOf } from '../server/client';
import { liveParts, MARKDOWN_ATTACKS, readText } from './rendered';

let client: Client;
beforeAll(async () => {
  client = await Client.start();
});
afterAll(() => client.stop());

let opened = 0;

/** The hovers on each of these words of a document, as Markdown; documents of before are gone. */
async function hoversOn(documents: readonly string[], ...words: readonly string[]): Promise<string[]> {
  const uris = documents.map(() => `file:///w/${++opened}.yaml`);
  for (const [index, uri] of uris.entries()) await client.open(uri, documents[index] ?? '');
  const [uri = ''] = uris;
  const [text = ''] = documents;
  const hovers: string[] = [];
  for (const word of words) {
    const hover = await client.hover(uri, rangeOf(text, word).start);
    if (hover && typeof hover.contents === 'object' && 'value' in hover.contents) hovers.push(hover.contents.value);
  }
  for (const one of uris) await client.close(one);
  return hovers;
}

const yaml = (value: unknown): string => JSON.stringify(value);
const pod = (metadata: object, spec: object): string => yaml({ apiVersion: 'v1', kind: 'Pod', metadata, spec });
const two = (first: object, second: object): object[] => [
  { name: 'web', image: 'registry.example.com/web:1', ...first },
  { name: 'second', image: 'registry.example.com/second:1', ...second },
];

/** Documents with a text in one place, and the words whose hovers show it. */
const CARRIERS: Readonly<Record<string, (text: string) => { documents: string[]; words: string[] }>> = {
  'the name of a container': (text) => ({
    documents: [pod({ name: 'web' }, { containers: two({ name: text }, {}) })],
    words: [yaml(text), '"second"'],
  }),
  'a label that a container’s name is related to': (text) => ({
    documents: [pod({ name: 'x', labels: { app: text } }, { containers: two({ name: `${text}-web` }, {}) })],
    words: [yaml(`${text}-web`)],
  }),
  'an image that has the name of its workload': (text) => ({
    documents: [pod({ name: text }, { containers: two({ image: `${text}` }, {}) })],
    words: ['"web"', '"second"'],
  }),
  'a name that contains the word for a helper': (text) => ({
    documents: [pod({ name: 'x' }, { containers: two({}, { name: `${text}-proxy` }) })],
    words: [yaml(`${text}-proxy`)],
  }),
  'a command that reads what the app writes': (text) => ({
    documents: [
      pod(
        { name: 'x' },
        {
          containers: two(
            { volumeMounts: [{ name: 'logs', mountPath: '/logs' }] },
            { command: ['sh', '-c', `cat '/logs/${text}'`], volumeMounts: [{ name: 'logs', mountPath: '/logs' }] },
          ),
          volumes: [{ name: 'logs', emptyDir: {} }],
        },
      ),
    ],
    words: ['"web"', '"second"'],
  }),
  'the name of a volume': (text) => ({
    documents: [
      pod(
        { name: 'x' },
        {
          containers: two(
            { volumeMounts: [{ name: text, mountPath: '/logs' }] },
            { volumeMounts: [{ name: text, mountPath: '/logs', readOnly: true }] },
          ),
          volumes: [{ name: text, emptyDir: {} }],
        },
      ),
    ],
    words: ['"web"', '"second"'],
  }),
  'the name of a service’s port': (text) => ({
    documents: [
      pod({ name: 'x', labels: { app: 'x' } }, { containers: two({ ports: [{ name: text, containerPort: 80 }] }, {}) }),
      yaml({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: text },
        spec: { selector: { app: 'x' }, ports: [{ name: text, port: 80, targetPort: text }] },
      }),
    ],
    words: ['"web"'],
  }),
  'the kind of a workload': (text) => ({
    documents: [
      yaml({ apiVersion: 'tekton.dev/v1', kind: 'Task', metadata: { name: text }, spec: { steps: two({}, {}) } }),
    ],
    words: ['"web"'],
  }),
  'the name of a policy': (text) => ({
    documents: [
      pod({ name: 'x' }, { containers: two({}, {}) }),
      kyvernoPolicy(text, 'plain', 'registry.example.com/*'),
    ],
    words: ['"registry.example.com/web:1"'],
  }),
  'the message and the pattern of a policy': (text) => ({
    documents: [pod({ name: 'x' }, { containers: two({}, {}) }), kyvernoPolicy('plain', text, `${text}*`)],
    words: ['"registry.example.com/web:1"'],
  }),
  'the name and the expression of an admission policy': (text) => ({
    documents: [
      pod({ name: 'x' }, { containers: two({}, {}) }),
      yaml({
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingAdmissionPolicy',
        metadata: { name: text },
        spec: {
          matchConstraints: {
            resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
          },
          validations: [{ expression: 'object.spec.containers.all(c, c.image.startsWith("quay.io/"))', message: text }],
        },
      }),
      yaml({
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingAdmissionPolicyBinding',
        metadata: { name: text },
        spec: { policyName: text, validationActions: ['Deny'] },
      }),
    ],
    words: ['"registry.example.com/web:1"'],
  }),
  'the image that a kustomization makes': (text) => ({
    documents: [
      pod({ name: 'x' }, { containers: two({}, {}) }),
      yaml({
        apiVersion: 'kustomize.config.k8s.io/v1beta1',
        kind: 'Kustomization',
        images: [{ name: 'registry.example.com/web', newName: text, newTag: text }],
      }),
    ],
    words: ['"registry.example.com/web:1"'],
  }),
};

function kyvernoPolicy(name: string, message: string, image: string): string {
  return yaml({
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name },
    spec: {
      validationFailureAction: 'Enforce',
      rules: [
        {
          name,
          match: { any: [{ resources: { kinds: ['Pod'] } }] },
          validate: { message, pattern: { spec: { containers: [{ image }] } } },
        },
      ],
    },
  });
}

describe.each(Object.entries(CARRIERS))('Markdown in %s is shown as text', (_, carrier) => {
  it.each(MARKDOWN_ATTACKS)('%s', async (_what, text) => {
    const { documents, words } = carrier(text);
    const hovers = await hoversOn(documents, ...words);
    expect(hovers.length).toBeGreaterThan(0);
    for (const hover of hovers)
      expect(liveParts(hover).filter((part) => !part.startsWith('link file:///w/'))).toEqual([]);
  });
});

it('a name with Markdown in it is still read as it is written', async () => {
  const [hover = ''] = await hoversOn(
    [
      pod(
        { name: 'x', labels: { app: '![p](https://evil.example)' } },
        { containers: two({ name: '![p](https://evil.example)-a' }, {}) },
      ),
    ],
    '"![p](https://evil.example)-a"',
  );
  expect(readText(hover)).toContain("![p](https://evil.example)-a is this pod's app container");
});

it.each(MARKDOWN_ATTACKS)(
  'a cluster that names everything so gets no more than text into the audit’s page: %s',
  async (_, text) => {
    const spec = podFactsOf({
      spec: { containers: [{ name: text, image: text, securityContext: { privileged: true } }] },
    });
    const uri = 'file:///w/%20(a)%5D%3Cb%3E/%zz%60.yaml';
    await client.open(uri, pod({ name: 'web', namespace: 'shop' }, { containers: [{ name: 'web', image: 'a/b:1' }] }));
    const group = (name: string): AuditParams['running']['groups'][number] => ({
      namespace: name === 'web' ? 'shop' : text,
      workload: { kind: name === 'web' ? 'Pod' : text, name },
      template: { from: 'itself' },
      spec,
      labels: { [text]: text },
      annotations: { [text]: text },
      pods: 1,
      names: [text],
      statuses: [],
    });
    const running = {
      context: text,
      namespace: text,
      groups: [group('web'), group(text)],
      namespaces: [],
      limits: [text],
    };
    const page = await client.connection.sendRequest<string>(auditRequest, { running });
    await client.close(uri);
    expect(page).toContain('Running pods');
    expect(liveParts(page).filter((part) => !part.startsWith('link file:///w/'))).toEqual([]);
  },
);

it('a rule that does not exist has no page', async () => {
  for (const rule of ['[x](command:y)', '__proto__', 'constructor'])
    expect(await client.connection.sendRequest(ruleDocumentationRequest, { rule })).toBeNull();
});
