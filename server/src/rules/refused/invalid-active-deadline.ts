import { removeEntry } from '../../fixes/remove-entry';
import { examplePod } from '../example';
import { links } from '../links';
import { decodedInteger } from './decoded';
import { refusedRule } from './refused-rule';

const LONGEST = 2 ** 31 - 1;
const CAN_END = ['Pod', 'PodTemplate', 'Job', 'CronJob'];

export const invalidActiveDeadline = refusedRule({
  id: 'invalid-active-deadline',
  title: 'A pod with a wrong `activeDeadlineSeconds`',
  why: `The kubelet ends a pod after \`activeDeadlineSeconds\`. The API server refuses a number that is not from 1 to ${LONGEST}, and any number in workloads whose pods must run forever.`,
  fix: `Use a number from 1 to ${LONGEST}, or remove the field.`,
  references: [links.restartPolicy],
  examples: {
    bad: examplePod({ spec: 'activeDeadlineSeconds: 0 # error' }),
    good: examplePod({ spec: 'activeDeadlineSeconds: 600' }),
  },

  fields: ['activeDeadlineSeconds'],
  *find({ spec, resource: { kind, document } }) {
    const field = spec.get('activeDeadlineSeconds');
    if (!field.isSet) return;
    const seconds = decodedInteger(field, 64);
    if (!CAN_END.includes(kind))
      yield {
        field,
        because: `the pods of a ${kind} cannot have \`activeDeadlineSeconds\``,
        toDo: 'Remove the field, or use a Job if the pods are to end',
        fixes: [
          {
            title: 'Remove activeDeadlineSeconds',
            isPreferred: true,
            change: () => removeEntry(document, field),
          },
        ],
      };
    else if (seconds !== undefined && (seconds < 1 || seconds > LONGEST))
      yield {
        field,
        because: `it has \`activeDeadlineSeconds: ${seconds}\``,
        toDo: `Use a number from 1 to ${LONGEST}, or remove the field`,
      };
  },
});
