import type { AdmissionObject, AdmissionPod } from '../admission/admission-pod';
import { readWebhook } from '../admission/admission-webhook';
import { type Answer, all, any } from '../admission/answers';
import { matcherOf } from '../admission/match-resources';
import { readData } from '../manifest/read-document';
import type { YamlValue } from '../manifest/value';
import type { RunningGroup, RunningNamespace, RunningState } from './running';
import { sentenceList } from './subject';

/** Something in a cluster that can change pods when they are created. */
interface Mutator {
  readonly name: string;
  /** In milliseconds since 1970; `undefined` if that is not known. */
  readonly created: number | undefined;
  readonly asksAbout: (object: AdmissionObject, pod: AdmissionPod) => Answer;
}

/** The mutating webhooks and policies of a cluster. Those that cannot have changed a pod are never named. */
export class Mutators {
  readonly #webhooks: readonly Mutator[] | undefined;
  readonly #policies: readonly Mutator[] | undefined;

  constructor({ webhooks, policies }: Pick<RunningState, 'webhooks' | 'policies'>) {
    this.#webhooks = webhooks?.map(toYaml).flatMap(webhooksOf);
    this.#policies = policies && policiesOf(policies.map(toYaml));
  }

  /** Who may have changed these pods, in brackets after a space; empty if no policy or webhook can have. */
  perhaps(group: RunningGroup, namespace: RunningNamespace | undefined): string {
    const [webhooks, policies] = [this.#webhooks, this.#policies].map((all) => namesOf(all ?? [], group, namespace));
    const named = [...namedAs('webhook', webhooks?.may), ...namedAs('policy', policies?.may)];
    const untold = [...namedAs('webhook', webhooks?.untold), ...namedAs('policy', policies?.untold)];
    const unread = [
      ...(this.#webhooks ? [] : ['webhooks']),
      ...(this.#policies ? [] : ['mutating admission policies']),
    ];
    const parts = [
      ...(named.length > 0 ? [`possibly ${sentenceList(named, 'or')}`] : []),
      ...(untold.length > 0
        ? [`unknown for ${sentenceList(untold)}, because the labels of the namespace are not known`]
        : []),
      ...(unread.length > 0 ? [`unknown for ${sentenceList(unread)}, which you may not list`] : []),
    ];
    return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
  }
}

function namedAs(what: string, names: readonly string[] = []): string[] {
  return names.length === 0 ? [] : [`the ${what} ${sentenceList(names, 'or')}`];
}

/** The mutators that are asked about these pods, and those of which that isn't known without the namespace. */
function namesOf(
  mutators: readonly Mutator[],
  group: RunningGroup,
  namespace: RunningNamespace | undefined,
): { readonly may: string[]; readonly untold: string[] } {
  const pod: AdmissionPod = {
    namespace: { name: group.namespace, manifest: namespace },
    images: [],
    objects: [],
    hasUnknown: false,
    shape: '',
  };
  const admitted = admittedPod(group);
  const [may, untold]: [string[], string[]] = [[], []];
  for (const { name, created, asksAbout } of mutators) {
    if (created !== undefined && group.newest !== undefined && created > group.newest) continue;
    const answer = asksAbout(admitted, pod);
    if (answer !== 'no') (answer === 'unknown' && !namespace ? untold : may).push(name);
  }
  return { may, untold };
}

/** JSON is YAML, so objects of the API server are read like those in manifests. */
function toYaml(object: object): YamlValue {
  return readData(JSON.stringify(object)).root;
}

function webhooksOf(configuration: YamlValue): Mutator[] {
  return configuration.get('webhooks').items.map((webhook) => {
    const { asksAbout } = readWebhook(webhook);
    return {
      name: `${nameOf(configuration)}/${webhook.get('name').label ?? ''}`,
      created: createdOf(configuration),
      asksAbout: (object, pod) => asksAbout(object, pod).answer,
    };
  });
}

/** A policy is in force only where a binding binds it. One that cannot change the spec of a pod is left out. */
function policiesOf(objects: readonly YamlValue[]): Mutator[] {
  const bindings = objects.filter((object) => object.get('kind').string === 'MutatingAdmissionPolicyBinding');
  return objects.flatMap((policy) => {
    const own = bindings.filter((binding) => binding.at('spec', 'policyName').label === nameOf(policy));
    if (own.length === 0 || !changesSpecs(policy.get('spec'))) return [];
    const constraints = matcherOf(policy.at('spec', 'matchConstraints'));
    const bound = own.map((binding) => matcherOf(binding.at('spec', 'matchResources')));
    const hasConditions = policy.at('spec', 'matchConditions').items.length > 0;
    const mutator: Mutator = {
      name: nameOf(policy),
      // The policy takes effect with its first binding.
      created: Math.max(createdOf(policy) ?? 0, Math.min(...own.map((binding) => createdOf(binding) ?? 0))),
      asksAbout: (object, pod) => {
        const [matches, isBound] = [[constraints], bound].map((matchers) =>
          any(matchers.map((one) => (one.isAbout(object) ? (one.selects?.(object, pod).answer ?? 'yes') : 'no'))),
        );
        return all([matches ?? 'no', isBound ?? 'no', hasConditions ? 'unknown' : 'yes']);
      },
    };
    return [mutator];
  });
}

/** Whether an expression of a policy names the spec: `Object{spec: …}`, or the path `/spec/…` of a patch. */
function changesSpecs(spec: YamlValue): boolean {
  const mutations = spec
    .get('mutations')
    .items.flatMap((mutation) => [
      mutation.at('applyConfiguration', 'expression'),
      mutation.at('jsonPatch', 'expression'),
    ]);
  const variables = spec.get('variables').items.map((variable) => variable.get('expression'));
  return [...mutations, ...variables].some(({ label }) => label?.includes('spec'));
}

function nameOf(object: YamlValue): string {
  return object.at('metadata', 'name').label ?? '';
}

function createdOf(object: YamlValue): number | undefined {
  const time = Date.parse(object.at('metadata', 'creationTimestamp').label ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function admittedPod({ labels, annotations }: RunningGroup): AdmissionObject {
  return {
    group: '',
    version: 'v1',
    kind: 'Pod',
    resource: 'pods',
    name: undefined,
    labels,
    annotations,
    data: {},
    podSpec: ['spec'],
  };
}
