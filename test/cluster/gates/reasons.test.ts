import { expect, it } from 'vitest';
import type { Cause } from '../../../server/src/cause/cause';
import { ManifestFile } from '../../../server/src/manifest/file';
import { podsOf } from '../../../server/src/pod/pod';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';
import { Random } from '../../fuzz/random';
import { dryRunCreate } from '../api/dry-run';
import { newestServer } from '../api/server';
import type { ApiObject, ApiServer } from '../api/types';
import { record } from '../record/record';
import { generatePolicy } from './generate';
import { whileGated } from './in-force';
import { type PolicySet, policySet } from './policy-set';

/** For a larger run: `GATE_REASONS=500`. */
const { GATE_REASONS = '100', SEED = '1' } = process.env;
/** What would be untrue: all that the policies need is there, each image is written, and no expression costs much. */
const UNTRUE = ['not-filled-in', 'not-in-workspace', 'too-costly', 'internal-error', 'manifest-incomplete'];
const IMAGES = "object.spec.containers.map(c, c.image).join(', ')";

interface Validation {
  readonly expression: string;
}

/** A generated policy whose messages differ: a text, an expression, one that may fail, or none. */
function withMessage(objects: readonly ApiObject[], random: Random, index: number): ApiObject[] {
  const said = random.pick([
    { message: `refused by ${index}` },
    { message: `  refused by ${index} ` },
    { messageExpression: `'images: ' + ${IMAGES}` },
    { message: 'else', messageExpression: "'tag ' + object.spec.containers[0].image.split(':')[1]" },
    { messageExpression: 'object.spec.containers[0].image.substring(0, 99)' },
    { message: 'else', messageExpression: "' '" },
    {},
  ]);
  return objects.map((object) => {
    if (object.kind !== 'ValidatingAdmissionPolicy') return object;
    const spec = object.spec as { readonly validations: readonly Validation[] };
    return {
      ...object,
      spec: { ...spec, validations: spec.validations.map(({ expression }) => ({ expression, ...said })) },
    };
  });
}

/** Why we say that each pod of a set is denied, or that it is not known. */
function ourCauses({ text, workloads }: PolicySet): Map<ApiObject, { denying: Cause[]; open: Cause[] }> {
  const index = new WorkspaceIndex();
  const file = ManifestFile.read(text);
  index.update('file:///gates.yaml', file);
  const pods = file.documents.flatMap(({ document }) => document.resources.flatMap((one) => podsOf(one, () => [])));
  return new Map(
    workloads.map((workload) => {
      const pod = pods.find(({ resource }) => resource.kind === 'Pod' && resource.name === workload.metadata.name);
      const images = (pod ? index.decisions.on(pod) : []).flatMap(({ decision }) =>
        decision.denies && decision.applies === 'yes' ? decision.images : [],
      );
      const causes = (verdict: string): Cause[] =>
        images.flatMap((image) => (image.verdict === verdict && image.cause ? [image.cause] : []));
      return [workload, { denying: causes('rejects'), open: causes('unknown') }];
    }),
  );
}

/** What is untrue about the reasons that we give, after what the server said. */
function untrue({ denying, open }: { denying: Cause[]; open: Cause[] }, said: string): string[] {
  const wrong = open.filter(({ kind }) => UNTRUE.includes(kind)).map(({ kind }) => `unknown because of ${kind}`);
  const reason = said.split(' denied request: ')[1]?.replace(/\s+/g, ' ').trim();
  if (reason === undefined) return wrong;
  const different = denying.flatMap((cause) => {
    if (cause.kind === 'policy-says') return cause.text === reason ? [] : [`we say "${cause.text}"`];
    return cause.kind === 'expression-refuses' && !reason.includes('error') ? [`we say "${cause.message}"`] : [];
  });
  return [...wrong, ...different.map((one) => `${one}, the server "${reason}"`)];
}

it('what we say of why a pod is denied, the server says, too', async () => {
  const server = await newestServer();
  const sets = Array.from({ length: Number(GATE_REASONS) }, (_, index) => {
    const random = new Random('reasons', SEED, index);
    const objects = withMessage(generatePolicy(random), random, index).filter(
      ({ kind, metadata }) => kind === 'Pod' || !metadata.name?.startsWith('w-'),
    );
    return policySet(`policy ${index}`, objects);
  });
  const compared = (await whileGated(server, sets, () => Promise.all(sets.map((set) => compare(server, set))))).flat();
  const differences = compared.flatMap(({ problems, of }) => problems.map((problem) => `${of}: ${problem}`));
  expect(differences).toEqual([]);
  const denied = compared.filter(({ isDenied }) => isDenied).length;
  expect(denied).toBeGreaterThan(compared.length / 10);
  record('Why generated policies deny pods', { version: server.version, cases: denied, agreed: denied });
});

async function compare(server: ApiServer, set: PolicySet) {
  const namespace = set.namespace.metadata.name ?? '';
  return Promise.all(
    [...ourCauses(set)].map(async ([pod, causes]) => {
      const { message } = await dryRunCreate(server, pod, { namespace });
      const of = `${JSON.stringify(set.policies.map(({ spec }) => spec))} ${JSON.stringify(pod)}`;
      return { of, problems: untrue(causes, message), isDenied: message.includes(' denied request: ') };
    }),
  );
}
