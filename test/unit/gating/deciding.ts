import type { AdmissionNamespace, AdmissionPod } from '../../../server/src/admission/admission-pod';
import { toAdmissionPod } from '../../../server/src/admission/admission-pod';
import { decideOn } from '../../../server/src/gating/decide-on';
import type { GateDecision } from '../../../server/src/gating/gate';
import { gatesInForce } from '../../../server/src/gating/policies-in-force';
import { wordsOf } from '../../../server/src/gating/words/words';
import { ManifestFile } from '../../../server/src/manifest/file';
import type { Resource } from '../../../server/src/manifest/resource';
import { podsOf } from '../../../server/src/pod/pod';
import { parametersIn, policiesIn, toPolicySet } from '../../../server/src/workspace/policies';

/** What else a test says about the workspace. */
export interface Around {
  /** The manifest of the pod's namespace. */
  readonly namespaceYaml?: string;
}

/**
 * What the gates of some policies make of a pod, a line for each gate: whom it is, whether it applies, whether it denies
 * or reports and whether it fails open, and for each image what comes of it and why.
 */
export function decide(policiesYaml: string, podYaml: string, around: Around = {}): string[] {
  return decisions(policiesYaml, podYaml, around).map(({ name, engine, pod, decision }) => {
    const { applies, cause, denies, failsOpen, images } = decision;
    const reason = cause && wordsOf(cause);
    const gate = `${engine} ${name}`;
    if (applies === 'no') return `${gate} does not apply: ${reason}`;
    const asked = applies === 'yes' ? `${gate}` : `${gate} may apply (${reason})`;
    const verdicts = images.map(({ verdict, cause: own }, index) => {
      const why = own && wordsOf(own);
      const image = pod.images[index]?.image ?? '?';
      return `${image} ${verdict}${why === undefined ? '' : ` (${why})`}`;
    });
    return `${asked} ${denies ? 'denies' : 'reports'}${failsOpen ? ', fails open' : ''}: ${verdicts.join('; ')}`;
  });
}

/** What the first gate of some policies makes of each image, one word each, or that it doesn't apply. */
export function verdictsOf(policiesYaml: string, podYaml: string, around: Around = {}): string {
  const [first] = decisions(policiesYaml, podYaml, around);
  if (!first) return 'no gate';
  const { applies, images } = first.decision;
  if (applies !== 'yes') return applies === 'no' ? 'does not apply' : 'may apply';
  return images.map(({ verdict }) => verdict).join(' ');
}

/** Where the first gate's decision about the first image points, as text. */
export function placeOf(policiesYaml: string, podYaml: string, around: Around = {}): string | undefined {
  const at = decisions(policiesYaml, podYaml, around)[0]?.decision.images[0]?.at;
  const documents = ManifestFile.read(policiesYaml).documents.map(({ document }) => document.text);
  return at && documents.map((text) => text.slice(at.span.start, at.span.end))[0];
}

interface Decided {
  readonly engine: string;
  readonly name: string;
  readonly pod: AdmissionPod;
  readonly decision: GateDecision;
}

function decisions(policiesYaml: string, podYaml: string, { namespaceYaml }: Around): Decided[] {
  const documents = ManifestFile.read(policiesYaml).documents.map(({ document }) => document);
  const policies = toPolicySet(
    documents.flatMap(({ resources }) => policiesIn(resources)),
    documents.flatMap(parametersIn),
  );
  const gates = gatesInForce(policies).map((recipe) => recipe.build());
  return resourcesIn(podYaml)
    .flatMap((resource) => podsOf(resource, () => []))
    .flatMap((pod) => {
      const images = pod.images.map(({ text }) => text);
      const gated = toAdmissionPod(pod, namespaceOf(namespaceYaml, pod.resource.namespace), images);
      return gates.map((gate) => {
        const name = `${gate.policy.kind}/${gate.policy.name ?? '?'}`;
        return { engine: gate.engine, name, pod: gated, decision: decideOn(gate, gated) };
      });
    });
}

function namespaceOf(yaml: string | undefined, name: string | undefined): AdmissionNamespace | undefined {
  const [resource] = yaml === undefined ? [] : resourcesIn(yaml);
  const own = resource?.name ?? name;
  if (own === undefined) return undefined;
  const manifest = resource && {
    labels: Object.fromEntries(resource.labels),
    annotations: Object.fromEntries(resource.annotations),
  };
  return { name: own, manifest };
}

function resourcesIn(yaml: string): readonly Resource[] {
  return ManifestFile.read(yaml).documents.flatMap(({ document }) => document.resources);
}
