import { isArray, type Json, jsonAt } from '../../../manifest/json';
import { thousandthsOf } from '../../../pod/quantity';

/** The resources that count for the class of a pod. */
const COUNTED = ['cpu', 'memory'];

/** The quality of service class of a pod ("Pod Quality of Service Classes"). */
export function qosClassOf(spec: Json | undefined): string {
  const containers = ['containers', 'initContainers'].flatMap((list) => {
    const found = jsonAt(spec, list);
    return isArray(found) ? found : [];
  });
  const amounts = containers.map((container) =>
    COUNTED.map((resource) => ({
      limit: amountOf(jsonAt(container, 'resources', 'limits', resource)),
      request: amountOf(jsonAt(container, 'resources', 'requests', resource)),
    })),
  );
  const all = amounts.flat();
  if (all.every(({ limit, request }) => limit === undefined && request === undefined)) return 'BestEffort';
  return all.every(({ limit, request }) => limit !== undefined && limit === request) ? 'Guaranteed' : 'Burstable';
}

/** In thousandths; a text that is no quantity stays as it is. Nothing is asked for with an amount of zero. */
function amountOf(amount: Json | undefined): bigint | string | undefined {
  if (amount === undefined || amount === null) return undefined;
  const thousandths = thousandthsOf(String(amount));
  return thousandths === 0n ? undefined : (thousandths ?? String(amount));
}
