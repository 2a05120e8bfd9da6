import type { Write } from '../../fixes/steps';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import type { Fix } from '../rule';
import { containerSubject, podSubject } from '../subject';
import { controlRule, writeValues } from './control';

const TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'];
/** Allowed since 1.31. */
const ENGINE_TYPE = 'container_engine_t';

export const seLinux = controlRule({
  id: 'se-linux',
  level: 'baseline',
  control: 'SELinux',
  title: 'A container with custom SELinux options',
  why: 'SELinux keeps a container away from the files of the node and of other containers. A custom type, user or role can remove this protection.',
  fix: 'Remove `user` and `role`, and use a type that is made for containers, such as `container_t`.',
  advice: 'Remove the custom SELinux options.',
  peers: { Trivy: ['KSV-0025'], Kyverno: ['disallow-selinux'] },
  examples: {
    bad: examplePod({ container: 'securityContext:\n  seLinuxOptions:\n    type: spc_t # warning\n    level: s0' }),
    good: examplePod({ container: 'securityContext:\n  seLinuxOptions:\n    type: container_t\n    level: s0' }),
  },
  fields: ['seLinuxOptions'],
  *violations(pod, minor) {
    const ofPod = forbidden(pod.spec.at('securityContext', 'seLinuxOptions'), minor);
    if (ofPod[0]) yield { at: ofPod[0], what: whatOf(podSubject(pod), ofPod[0]), fixes: [fix(pod, ofPod)] };
    for (const container of pod.containers) {
      const fields = forbidden(container.value.at('securityContext', 'seLinuxOptions'), minor);
      const [at] = fields;
      if (at) yield { at, container, what: whatOf(containerSubject(container), at), fixes: [fix(pod, fields)] };
    }
  },
});

function forbidden(options: YamlValue, minor: number): YamlValue[] {
  const allowed = minor >= 31 ? [...TYPES, ENGINE_TYPE] : TYPES;
  return ['type', 'user', 'role']
    .map((name) => options.get(name))
    .filter(({ name, string = '' }) => (name === 'type' ? !allowed.includes(string) : string !== ''));
}

function whatOf(subject: string, { name, label }: YamlValue): string {
  return `Weak SELinux confinement: ${subject} sets the SELinux ${name} \`${label}\``;
}

/** Writes what the standard allows: a type for containers, no user or role. */
function fix(pod: Pod, fields: readonly YamlValue[]): Fix {
  const steps = fields.map(({ name }) => (name === 'type' ? 'use the type container_t' : `clear the SELinux ${name}`));
  const title = steps.join(' and ').replace(/^./, (first) => first.toUpperCase());
  const writes = fields.map((field): Write => [field, field.name === 'type' ? 'container_t' : '']);
  return writeValues(pod, writes, `${title} (the confinement of the runtime applies)`);
}
