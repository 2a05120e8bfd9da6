import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { CelExpression } from '../../server/src/cel/expression';
import { Meter } from '../../server/src/cel/run/meter';
import { Expression, Template } from '../../server/src/gating/engines/kyverno/expression/template';
import { newGate } from '../../server/src/gating/new-gate/new-gate';
import { usedPlaces } from '../../server/src/image/used-places';
import type { Json, JsonObject } from '../../server/src/manifest/json';

const [ALLOWED, OLD, EVIL] = ['registry.example.com/app:1', 'elsewhere.example.com/old:1', 'evil.example.com/x:1'];

/** The images that a gate refuses of a pod. @param before the pod as it was, where it is changed */
type Refuses = (pod: JsonObject, before: JsonObject | undefined) => string[];

/** The gate of an older Kyverno, with patterns. */
const PATTERNS = 'Kyverno before 1.17';

/** The gate for Gatekeeper is judged by OPA, in test/cluster. */
const ENGINES: readonly (readonly [string, Refuses])[] = [
  ['ValidatingAdmissionPolicy', (pod, before) => refusedByCel('ValidatingAdmissionPolicy', pod, before)],
  ['Kyverno', (pod, before) => refusedByCel('Kyverno', pod, before)],
  [PATTERNS, refusedByPatterns],
];

const manifestOf = (engine: string) => parseAllDocuments(newGate(engine, usedPlaces([ALLOWED])) ?? '')[0]?.toJS();

function refusedByCel(engine: string, pod: JsonObject, before: JsonObject | undefined): string[] {
  const object = { kind: 'Pod', spec: pod };
  const oldObject = before ? { kind: 'Pod', spec: before } : null;
  const variables: Record<string, unknown> = {};
  const request = { operation: before ? 'UPDATE' : 'CREATE' };
  const names = new Map<string, unknown>(Object.entries({ object, oldObject, request, variables }));
  for (const { name, expression } of manifestOf(engine).spec.variables) {
    const outcome = CelExpression.of(expression).evaluate(names, new Meter());
    variables[name] = outcome.kind === 'value' ? outcome.value : outcome;
  }
  expect(variables.refused).toBeInstanceOf(Array);
  return Object.values(variables.refused ?? []).map(String);
}

interface Loop {
  readonly list: string;
  readonly preconditions: { readonly all: readonly { readonly key: string; readonly value: Json }[] };
}

/** What comes to a pattern and isn't from the allowed registry. */
function refusedByPatterns(pod: JsonObject, before: JsonObject | undefined): string[] {
  const request = { object: { spec: pod }, ...(before && { oldObject: { spec: before } }) };
  const loops: readonly Loop[] = manifestOf(PATTERNS).spec.rules[0].validate.foreach;
  return loops
    .flatMap(({ list, preconditions: { all } }) => {
      const elements = new Expression(list).evaluate({ request }) as (JsonObject | null)[];
      return elements.flatMap((element) => {
        const isJudged = ({ key, value }: Loop['preconditions']['all'][number]): boolean =>
          new Template(key).resolve({ request, element }) === value;
        return element && all.every(isJudged) ? String(element.image ?? element.reference) : [];
      });
    })
    .filter((image) => !image.startsWith('registry.example.com/'));
}

const pod = (...images: string[]): JsonObject => ({
  containers: images.map((image, index) => ({ name: `c-${index}`, image })),
});
const withVolumes = (of: JsonObject, ...images: string[]): JsonObject => ({
  ...of,
  volumes: images.map((reference, index) => ({ name: `v-${index}`, image: { reference } })),
});

const ATTACKS: readonly (readonly [attack: string, pod: JsonObject, before: JsonObject | undefined])[] = [
  ['as a volume', withVolumes(pod(ALLOWED), EVIL), undefined],
  ['as an init container', { ...pod(ALLOWED), initContainers: [{ name: 'i', image: EVIL }] }, undefined],
  ['to debug', { ...pod(ALLOWED), ephemeralContainers: [{ name: 'e', image: EVIL }] }, pod(ALLOWED)],
  ['in place of an allowed image', pod(EVIL), pod(ALLOWED)],
  ['in place of an image that was refused before', pod(EVIL), pod(OLD)],
  ['beside an image that was refused before', pod(OLD, EVIL), pod(OLD)],
  ['as a volume beside one that was there', withVolumes(pod(ALLOWED), OLD, EVIL), withVolumes(pod(ALLOWED), OLD)],
  ['after an image that is a pattern for any image', pod(EVIL), pod('*')],
  ['after an image that is a pattern for this one', pod(EVIL), pod('evil.example.com/?:1')],
];

describe.each(ENGINES)('a written gate of %s', (_, refuses) => {
  it.each(ATTACKS)('refuses an image that is brought %s', (_attack, changed, before) => {
    expect(refuses(changed, before)).toEqual([EVIL]);
  });

  it.each(['*', 'elsewhere.example.com/*', 'elsewhere.example.com/old:?', 'elsewhere.example.com/old'])(
    'refuses %s, which is not the image that was there',
    (image) => expect(refuses(pod(image), pod(OLD))).toHaveLength(1),
  );

  it.each([
    ['nothing', pod(OLD), pod(OLD)],
    ['an allowed image', pod(OLD, ALLOWED), pod(OLD)],
    ['an allowed volume', withVolumes(pod(OLD), OLD, ALLOWED), withVolumes(pod(OLD), OLD)],
  ])('lets a change pass that brings %s to what had a refused image before', (_what, changed, before) => {
    expect(refuses(changed, before)).toEqual([]);
  });
});
