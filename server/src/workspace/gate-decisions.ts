import type { AdmissionNamespace, AdmissionPod } from '../admission/admission-pod';
import type { Gate, GateResult } from '../gating/gate';
import type { ImageMutator } from '../gating/mutators/image-mutator';
import { gatesInForce, imageMutatorsIn } from '../gating/policies-in-force';
import type { PolicySet } from '../gating/policy-set';
import type { Pod } from '../pod/pod';
import { AdmissionPods } from './admission-pods';
import type { FactStore } from './fact-store';
import { GateMemo } from './gate-memo';
import type { KustomizeBuilds } from './kustomize-builds';
import { toPolicySet } from './policies';

/** What the gates of a workspace decide about pods. */
export class GateDecisions {
  readonly #facts: FactStore;
  readonly #builds: KustomizeBuilds;
  readonly #manifestOf: (namespace: string) => AdmissionNamespace['manifest'];
  readonly #memo = new GateMemo();
  readonly #pods = new AdmissionPods();

  /** @param manifestOf the manifest of a namespace, where the workspace has it */
  constructor(
    facts: FactStore,
    builds: KustomizeBuilds,
    manifestOf: (namespace: string) => AdmissionNamespace['manifest'],
  ) {
    this.#facts = facts;
    this.#builds = builds;
    this.#manifestOf = manifestOf;
  }

  /** The resources of the gates. */
  get policies(): PolicySet {
    return this.#facts.derive('policySet', ['policies', 'parameters'], () =>
      toPolicySet(this.#facts.all('policies'), this.#facts.all('parameters')),
    );
  }

  /** The gates in force: a policy without a binding is not in force. */
  get inForce(): readonly Gate[] {
    return this.#facts.derive('gatesInForce', ['policies', 'parameters'], () =>
      this.#memo.gatesOf(gatesInForce(this.policies)),
    );
  }

  /** A pod as admission sees it, in each form that the builds of kustomizations give it. */
  formsOf(pod: Pod): readonly AdmissionPod[] {
    const { resource } = pod;
    const name = this.#builds.namespaceNameOf(resource);
    const namespace = name === undefined ? undefined : { name, manifest: this.#manifestOf(name) };
    return this.#pods.of(pod, namespace, (image) => this.#builds.imagesFor(resource, image), this.#mutators);
  }

  /** The decision of each gate on a pod; none for a patch, because a patch is not admitted itself. */
  on(pod: Pod): GateResult[] {
    if (this.#gatesOf(pod).length === 0) return [];
    return this.onForms(pod).flatMap(({ decisions }) => decisions);
  }

  /** The same for each form of the pod. */
  onForms(pod: Pod): { readonly form: AdmissionPod; readonly decisions: readonly GateResult[] }[] {
    const gates = this.#gatesOf(pod);
    return this.formsOf(pod).map((form) => ({
      form,
      decisions: gates.length === 0 ? [] : this.#memo.decide(gates, form),
    }));
  }

  /** Makes the decisions on many pods, for later calls. */
  prepare(pods: readonly Pod[]): void {
    const admitted = pods.filter((pod) => this.#isAdmitted(pod));
    this.#memo.decideAll(
      this.inForce,
      admitted.flatMap((pod) => this.formsOf(pod)),
    );
  }

  #gatesOf(pod: Pod): readonly Gate[] {
    return this.inForce.length > 0 && this.#isAdmitted(pod) ? this.inForce : [];
  }

  #isAdmitted({ isPartial, resource }: Pod): boolean {
    return !isPartial && !this.#builds.isPart(resource.document);
  }

  get #mutators(): readonly ImageMutator[] {
    return this.#facts.derive('imageMutators', ['mutators'], () =>
      imageMutatorsIn(this.#facts.all('mutators').map(({ resource }) => resource)),
    );
  }
}
