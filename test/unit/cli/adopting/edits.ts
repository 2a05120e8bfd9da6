import type { Random } from '../../../fuzz/random';
import type { Repository, Workload } from './repository';

/** An edit that changes no finding. */
export function move(repository: Repository, workload: Workload, random: Random, edit: number): void {
  const { file } = workload;
  switch (random.below(5)) {
    case 0:
      workload.comments += random.between(1, 5);
      break;
    case 1:
      repository.rename(file, `renamed/${edit}-${random.below(9)}.yaml`);
      break;
    case 2:
      workload.isFlow = !workload.isFlow;
      break;
    case 3:
      workload.isReversed = !workload.isReversed;
      break;
    default:
      // The documents of a file change their order.
      repository.workloads.reverse();
  }
  repository.write(workload.file);
}

/** An edit that adds faults; they are written later. */
export function worsen({ containers, podFields }: Workload, random: Random, edit: number): void {
  const container = random.pick(containers);
  const add = (line: string, fields: string[]): void => {
    if (!fields.some((field) => field.startsWith(line.split(':', 1)[0] ?? ''))) fields.push(line);
  };
  const faults = [
    () => add('hostPID: true', podFields),
    () => add('shareProcessNamespace: true', podFields),
    () => add('securityContext: { capabilities: { add: [SYS_ADMIN] } }', container),
    () => add(`ports: [{ containerPort: 80, hostPort: ${8000 + edit} }]`, container),
    () => void containers.push([`name: added-${edit}`, 'image: nginx', 'securityContext: { privileged: true }']),
  ];
  random.pick(faults)();
}
