import type { Cause } from '../cause/cause';
import { Unknowable } from '../cause/unknown';
import { type JsonObject, replaceAt } from '../manifest/json';
import { type ImageList, imageField } from '../pod/template';
import { toCel } from './data';
import type { CelExpression, CelOutcome } from './expression';
import type { CelInputs, CelScope, Evaluated } from './scope';

/** Whether a validation denies every object with an item in a list: it passes without an item there. */
export function forbidsList(expression: CelExpression, list: ImageList, scope: CelScope): boolean {
  const [without, withOne] = [{}, { [list]: [replaceAt({ name: 'any' }, imageField(list), 'any')] }].map((lists) =>
    scope.open(new AnyObject(lists))(expression),
  );
  return isPassed(without) && withOne?.kind !== 'unknown' && !isPassed(withOne);
}

function isPassed(outcome: CelOutcome | undefined): boolean {
  return outcome?.kind === 'value' && outcome.value === true;
}

const NO_REQUEST: Cause = { kind: 'sample', what: 'request' };

/** An object with a pod spec at every place where workloads have one. Its other fields are unknown. */
class AnyObject implements CelInputs {
  readonly object: unknown;
  readonly outcomes = new Map<CelExpression, Evaluated>();

  constructor(lists: JsonObject) {
    const pod = { containers: [], ...lists };
    const template = { spec: pod };
    const data = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'any', namespace: 'any', labels: {}, annotations: {} },
      spec: { ...pod, template, jobTemplate: { spec: { template } } },
    };
    this.object = toCel(data);
  }

  get request(): never {
    throw new Unknowable(NO_REQUEST);
  }

  get namespaceObject(): never {
    throw new Unknowable(NO_REQUEST);
  }

  get params(): never {
    throw new Unknowable(NO_REQUEST);
  }
}
