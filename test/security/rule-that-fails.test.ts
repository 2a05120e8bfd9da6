import { describe, expect, it } from 'vitest';
import { decideOn } from '../../server/src/gating/decide-on';
import { buildGate, type Gate, type GateRecipe, notAsked } from '../../server/src/gating/gate';
import { ManifestFile } from '../../server/src/manifest/file';
import { podsOf } from '../../server/src/pod/pod';
import type { DocumentAnalysis } from '../../server/src/rules/analysis';
import { Analyzer } from '../../server/src/rules/engine';
import { RULES } from '../../server/src/rules/index';
import { DEFAULT_OPTIONS } from '../../server/src/rules/options';
import type { Rule } from '../../server/src/rules/rule';
import { WorkspaceIndex } from '../../server/src/workspace/workspace-index';
import { podOf } from '../unit/manifests';

const POD = podOf(
  'containers:\n- { name: a, image: registry.example.com/a:1, securityContext: { privileged: true } }\n- { name: b, image: registry.example.com/b:1 }\n',
);

const [anyRule] = RULES;
if (!anyRule) throw new Error('There is no rule.');
const { pod: _, container: __, resource: ___, ...facts } = anyRule;

interface Judged {
  readonly analysis: DocumentAnalysis;
  /** The rules that failed, as they are reported. */
  readonly failed: readonly (string | undefined)[];
}

function judge(text: string, rules: readonly Rule[], now?: () => number): Judged {
  const index = new WorkspaceIndex();
  const failed: (string | undefined)[] = [];
  const analyzer = new Analyzer(
    rules,
    index,
    DEFAULT_OPTIONS,
    (_error, rule) => failed.push(rule?.id),
    now && { now, used: now, usedRecently: now },
  );
  const file = ManifestFile.read(text);
  index.update('file:///pod.yaml', file);
  const [placed] = file.documents;
  if (!placed) throw new Error('There is no document.');
  return { analysis: analyzer.analyse(placed.document), failed };
}

function messages({ analysis }: Judged): string[] {
  return analysis.findings.filter(({ rule }) => rule.id === 'not-judged').map(({ message }) => message);
}

const deep = (): never => deep();

describe('a rule that a document makes fail', () => {
  it.each<[how: string, visit: Partial<Rule>]>([
    ['at a pod', { pod: () => [].reduce((one) => one) }],
    [
      'at a container, after a finding',
      {
        container: function* (_container, pod) {
          yield { at: pod.spec, message: 'x' };
          throw new TypeError('x');
        },
      },
    ],
    [
      'at a resource, with what is no error',
      {
        resource: () => {
          throw 'x';
        },
      },
    ],
    ['by going too deep', { pod: () => deep() }],
    ['with a finding that is none', { pod: () => JSON.parse('[null]') }],
  ])('%s is named, and the others judge', (_how, visit) => {
    const judged = judge(POD, [{ ...facts, ...visit, id: 'fails' }, ...RULES]);
    expect(judged.failed).toEqual(['fails']);
    expect(messages(judged)).toEqual([expect.stringContaining('the rule "fails" failed on this document')]);
    expect(judged.analysis.findings.map(({ rule }) => rule.id)).toContain('privileged');
  });
});

describe('a rule that a document keeps busy', () => {
  it('is named, and those after it judge', () => {
    let time = 0;
    const slow: Rule = {
      ...facts,
      id: 'slow',
      container: () => {
        time += 1500;
        return [];
      },
    };
    const judged = judge(POD, [slow, ...RULES], () => time);
    expect(judged.failed).toEqual(['slow']);
    expect(messages(judged)).toEqual([expect.stringContaining('the rule "slow" took too long')]);
    expect(judged.analysis.findings.map(({ rule }) => rule.id)).toContain('privileged');
  });
});

describe('a policy that a pod makes fail', () => {
  const file = ManifestFile.read(POD);
  const resource = file.documents[0]?.document.resources[0];
  const [pod] = resource ? podsOf(resource, () => []) : [];
  if (!resource || !pod) throw new Error('There is no pod.');
  const [gated] = new WorkspaceIndex().decisions.formsOf(pod);
  if (!gated) throw new Error('There is no form of the pod.');
  const policy = { ...resource, kind: 'ClusterPolicy', name: 'images' };
  const decide = (gate: Gate) => decideOn(gate, gated);

  it.each<[how: string, recipe: GateRecipe]>([
    ['while it is read', { parts: [policy], build: () => deep() }],
    ['while it decides', { parts: [policy], build: () => ({ engine: 'x', policy, decide: () => deep() }) }],
    [
      'with what is no error',
      {
        parts: [policy],
        build: () => ({
          engine: 'x',
          policy,
          decide: () => {
            throw undefined;
          },
        }),
      },
    ],
  ])('%s decides nothing, and is known by its name', (_how, recipe) => {
    const gate = buildGate(recipe);
    expect(gate.policy.name).toBe('images');
    expect(decide(gate)).toMatchObject({ applies: 'unknown', denies: false, images: [], failure: {} });
  });

  it('is said of the pod that it was to decide about', () => {
    const index = new WorkspaceIndex();
    const errors: string[] = [];
    const rules = RULES.filter(({ id }) => id.startsWith('image-gate') || id === 'not-judged');
    const analyzer = new Analyzer(rules, index, DEFAULT_OPTIONS, (error) => errors.push(String(error)));
    index.update('file:///pod.yaml', file);
    const failing: Gate = { engine: 'x', policy, decide: () => deep() };
    const other: Gate = {
      engine: 'y',
      policy: { ...policy, name: 'other' },
      decide: () => notAsked('no', { kind: 'no-match' }),
    };
    Object.defineProperty(index.decisions, 'inForce', { value: [failing, other] });
    const { findings } = analyzer.analyse(resource.document);
    const said = findings.filter(({ rule }) => rule.id === 'not-judged').map(({ message }) => message);
    expect(said).toEqual([expect.stringContaining('failed on the policy ClusterPolicy "images"')]);
    expect(errors).toEqual([expect.stringContaining('ClusterPolicy images could not be evaluated: RangeError')]);
    expect(index.decisions.on(pod).map(({ decision }) => decision.applies)).toEqual(['unknown', 'no']);
  });
});
