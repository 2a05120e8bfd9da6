import { dryRunCreate } from '../api/dry-run';
import type { ApiObject, ApiServer } from '../api/types';
import { madeOf } from './made-of';
import type { GateVerdict } from './our-verdicts';

/**
 * What the server says: of the workload, of what a controller makes of it, and of the pod.
 * @returns `unknown` where it refuses one of them for another reason
 */
export async function serverVerdict(server: ApiServer, workload: ApiObject, namespace: string): Promise<GateVerdict> {
  for (const object of [workload, ...madeOf(workload)]) {
    const { isAccepted, message } = await dryRunCreate(server, object, { namespace });
    if (!isAccepted) return message.includes('ValidatingAdmissionPolicy') ? 'denied' : 'unknown';
  }
  return 'admitted';
}
