import { stringify } from 'yaml';
import { toAdmissionPod } from '../../../../server/src/admission/admission-pod';
import { checkExpression } from '../../../../server/src/cel/checks';
import { toCel } from '../../../../server/src/cel/data';
import { CelExpression } from '../../../../server/src/cel/expression';
import { Meter } from '../../../../server/src/cel/run/meter';
import { TypeOf } from '../../../../server/src/cel/values';
import { ManifestFile } from '../../../../server/src/manifest/file';
import { podsOf } from '../../../../server/src/pod/pod';
import type { ApiObject } from '../../api/types';

/** What an expression costs on a pod by our count; undefined if it has no value there: an error, or a cost over the limit. */
export function ourCost(text: string, pod: ApiObject): number | undefined {
  const expression = CelExpression.of(text);
  const check = checkExpression(expression, { params: false, authorizer: false });
  if (check.kind !== 'checked') return undefined;
  const meter = new Meter();
  const object = asAdmitted(pod);
  const names = { get: (name: string) => (name === 'object' ? object : new TypeOf(name)) };
  const { kind } = expression.evaluate(names, meter, check.checked.calls);
  return kind === 'value' ? meter.cost : undefined;
}

/** A pod as the API server hands it to expressions, with its defaults. */
function asAdmitted(written: ApiObject): unknown {
  const { documents } = ManifestFile.read(stringify(written, { version: '1.1' }));
  const pods = documents.flatMap(({ document }) => document.resources.flatMap((one) => podsOf(one, () => [])));
  const data = pods.map(
    (pod) =>
      toAdmissionPod(
        pod,
        undefined,
        pod.images.map(({ text }) => text),
      ).objects[0]?.data,
  )[0];
  if (!data) throw new Error('It is no pod.');
  return toCel(data);
}
