import { checkExpression } from '../../../../server/src/cel/checks';
import { toCel } from '../../../../server/src/cel/data';
import { CelExpression } from '../../../../server/src/cel/expression';
import { Meter } from '../../../../server/src/cel/run/meter';
import { TypeOf } from '../../../../server/src/cel/values';
import type { Json } from '../../../../server/src/manifest/json';
import type { ApiObject } from '../../api/types';

/** What an expression costs on an object by our count; undefined if it has no value there: an error, or a cost over the limit. */
export function ourCost(text: string, object: ApiObject): number | undefined {
  const expression = CelExpression.of(text);
  const check = checkExpression(expression, { params: false, authorizer: false });
  if (check.kind !== 'checked') return undefined;
  const meter = new Meter();
  const data = toCel(object as unknown as Json);
  const names = { get: (name: string) => (name === 'object' ? data : new TypeOf(name)) };
  const { kind } = expression.evaluate(names, meter, check.checked.calls);
  return kind === 'value' ? meter.cost : undefined;
}
