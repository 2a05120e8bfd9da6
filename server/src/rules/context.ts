import type { GateResult } from '../gating/gate';
import type { Pod } from '../pod/pod';
import type { PodImage } from '../pod/pod-image';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { Guard } from './guard';
import { type RunImage, runImages } from './images/run-images';
import type { AnalysisOptions } from './options';
import { type PodSecurity, podSecurityOf } from './permissions/pod-security';
import type { RuleContext } from './rule';

/** What rules can ask about the workspace. The time for answers that serve many documents is not the time of this document. */
export function contextFor(index: WorkspaceIndex, options: AnalysisOptions, guard: Guard): RuleContext {
  return new IndexContext(index, options, guard);
}

class IndexContext implements RuleContext {
  readonly workspace: WorkspaceIndex;
  readonly kubernetesMinor: number;
  readonly allowedRegistries: readonly string[];
  readonly requireDigest: boolean;
  readonly #options: AnalysisOptions;
  readonly #guard: Guard;
  // Rules ask for each container of a pod, and one answer is about all of its containers.
  #decisions: { readonly pod: Pod; readonly are: readonly GateResult[] } | undefined;
  #podSecurity: { readonly pod: Pod; readonly is: PodSecurity } | undefined;
  /** Many rules ask for the images of every container. */
  readonly #runImages = new Map<PodImage, readonly RunImage[]>();

  constructor(index: WorkspaceIndex, options: AnalysisOptions, guard: Guard) {
    this.workspace = index;
    this.kubernetesMinor = options.kubernetesMinor;
    this.allowedRegistries = options.allowedRegistries ?? NONE;
    this.requireDigest = options.requireDigest ?? false;
    this.#options = options;
    this.#guard = guard;
  }

  // Rules take these two as functions.
  readonly podSecurity = (pod: Pod): PodSecurity => {
    if (this.#podSecurity?.pod !== pod)
      this.#podSecurity = { pod, is: podSecurityOf(pod, this.workspace, this.#options.podSecurity) };
    return this.#podSecurity.is;
  };

  readonly decisionsOn = (pod: Pod): readonly GateResult[] => {
    if (this.#decisions?.pod !== pod) {
      const are = this.#guard.elsewhere(() => this.workspace.decisions.on(pod));
      for (const { gate, decision } of are)
        if (decision.failure) this.#guard.failsOn(gate.policy, decision.failure.error);
      this.#decisions = { pod, are };
    }
    return this.#decisions.are;
  };

  runImages(used: PodImage, pod: Pod): readonly RunImage[] {
    let images = this.#runImages.get(used);
    if (!images) {
      images = runImages(used, pod, this.workspace.builds);
      this.#runImages.set(used, images);
    }
    return images;
  }

  get gates(): RuleContext['gates'] {
    return this.workspace.isComplete ? this.workspace.gates : undefined;
  }

  get policies(): RuleContext['policies'] {
    return this.#guard.elsewhere(() => this.workspace.decisions.policies);
  }

  // Few rules need them, and many edits change them.
  get gatesInForce(): RuleContext['gatesInForce'] {
    return this.workspace.isComplete ? this.#guard.elsewhere(() => this.workspace.decisions.inForce) : NONE;
  }

  get access(): RuleContext['access'] {
    return this.#guard.elsewhere(() => this.workspace.access);
  }
}

const NONE: readonly never[] = [];
