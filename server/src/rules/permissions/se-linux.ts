import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import type { Fix } from '../rule';
import { controlRule, write } from './control';

const TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'];
/** Allowed since 1.31. */
const ENGINE_TYPE = 'container_engine_t';

export const seLinux = controlRule({
  id: 'se-linux',
  level: 'baseline',
  control: 'SELinux',
  title: 'A container with SELinux options of its own',
  why: "SELinux keeps containers from the node's files and from each other's. A type, user or role of its own can take a container out of that confinement.",
  fix: 'Remove `user` and `role`; use one of the types that are made for containers.',
  advice: 'Leave the options to the runtime.',
  peers: { Trivy: ['KSV-0025'], Kyverno: ['disallow-selinux'] },
  examples: {
    bad: examplePod({ container: 'securityContext:\n  seLinuxOptions:\n    type: spc_t # warning\n    level: s0' }),
    good: examplePod({ container: 'securityContext:\n  seLinuxOptions:\n    type: container_t\n    level: s0' }),
  },
  *violations(pod, minor) {
    const ofPod = forbidden(pod.spec.at('securityContext', 'seLinuxOptions'), minor);
    if (ofPod) yield { at: ofPod, what: `The pod's SELinux ${ofPod.name} is ${ofPod.label}`, fixes: [fix(pod, ofPod)] };
    for (const container of pod.containers) {
      const at = forbidden(container.value.at('securityContext', 'seLinuxOptions'), minor);
      if (!at) continue;
      const what = `The SELinux ${at.name} of "${container.label}" is ${at.label}`;
      yield { at, container, what, fixes: [fix(pod, at)] };
    }
  },
});

function forbidden(options: YamlValue, minor: number): YamlValue | undefined {
  const type = options.get('type');
  const allowed = minor >= 31 ? [...TYPES, ENGINE_TYPE] : TYPES;
  if (type.string !== undefined && !allowed.includes(type.string)) return type;
  return ['user', 'role'].map((name) => options.get(name)).find(({ string }) => string !== undefined && string !== '');
}

/** What the standard allows in its place: a type for containers, no user or role. */
function fix(pod: Pod, value: YamlValue): Fix {
  const isType = value.name === 'type';
  const title = isType ? 'Use the type container_t' : `Clear the SELinux ${value.name}`;
  return write(pod, value, isType ? 'container_t' : '', `${title} (the runtime's confinement applies)`);
}
