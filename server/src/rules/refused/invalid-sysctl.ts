import type { YamlValue } from '../../manifest/value';
import { examplePod, privilegedPod } from '../example';
import { links } from '../links';
import { literal, type Refusal, refusedRule } from './refused-rule';

const LONGEST = 253;
const SEGMENT = '[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?';
const NAME = new RegExp(`^(?:${SEGMENT}[./])*${SEGMENT}$`);

const OF_IPC = new Set([
  ...['kernel.sem', 'kernel.shm', 'kernel.shmall', 'kernel.shmmax', 'kernel.shmmni', 'kernel.shm_rmid_forced'],
  ...['kernel.msg', 'kernel.msgmax', 'kernel.msgmnb', 'kernel.msgmni'],
]);

export const invalidSysctl = refusedRule({
  id: 'invalid-sysctl',
  title: 'A sysctl that the pod cannot set',
  why: 'The API server refuses a pod that sets a sysctl twice, or by a name that no sysctl can have. It also refuses one that belongs to a namespace which the pod shares with its node: it would change the node.',
  fix: 'Set each sysctl once. Remove those of the network with `hostNetwork`, and those of shared memory with `hostIPC`.',
  references: [links.sysctls],
  examples: {
    bad: privilegedPod({
      spec: 'hostNetwork: true\nsecurityContext:\n  sysctls:\n    - name: net.ipv4.tcp_syncookies # error\n      value: "1"',
    }),
    good: examplePod({
      spec: 'securityContext:\n  sysctls:\n    - name: net.ipv4.tcp_syncookies\n      value: "1"',
    }),
  },

  fields: ['sysctls'],
  *find({ spec }) {
    const names = new Set<string>();
    for (const sysctl of spec.at('securityContext', 'sysctls').items) {
      const field = sysctl.get('name');
      if (sysctl.isMap && !sysctl.isExpression && (!field.isSet || field.string === '')) {
        const at = !field.isSet ? sysctl : field;
        yield { field, at, isAbsence: !field.isSet, because: 'a sysctl has no name', toDo: 'Name it' };
        continue;
      }
      const name = literal(field);
      if (name === undefined) continue;
      const fault = faultOf(spec, name, names);
      names.add(name);
      if (fault) yield { field, ...fault };
    }
  },
});

type Fault = Pick<Refusal, 'because' | 'toDo' | 'isConflict'>;

function faultOf(spec: YamlValue, name: string, known: ReadonlySet<string>): Fault | undefined {
  if (name.length > LONGEST || !NAME.test(name))
    return { because: `\`${name}\` cannot be the name of a sysctl`, toDo: 'Correct the name' };
  if (known.has(name))
    return { isConflict: true, because: `it sets the sysctl \`${name}\` twice`, toDo: 'Set it once' };
  const shared = namespaceOf(name);
  if (shared === undefined || spec.get(shared).boolean !== true) return undefined;
  const because = `the sysctl \`${name}\` would change the node, because of \`${shared}: true\``;
  return { isConflict: true, because, toDo: `Remove the sysctl, or \`${shared}\`` };
}

/** The field with which the pod shares the namespace of a sysctl with its node. */
function namespaceOf(sysctl: string): 'hostNetwork' | 'hostIPC' | undefined {
  const name = withDots(sysctl);
  if (name.startsWith('net.')) return 'hostNetwork';
  return OF_IPC.has(name) || name.startsWith('fs.mqueue.') ? 'hostIPC' : undefined;
}

/** With slashes, dots are part of a name: `net/ipv4/conf/eth0.1/mtu`. The first of them says which notation it is. */
function withDots(name: string): string {
  const first = /[./]/.exec(name)?.[0];
  return first === '/' ? name.replace(/[./]/g, (sign) => (sign === '/' ? '.' : '/')) : name;
}
