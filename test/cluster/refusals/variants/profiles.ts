import { type Variant, variantsOf } from '../variant.ts';

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP = 'container.seccomp.security.alpha.kubernetes.io/';
const SECCOMP_OF_POD = 'seccomp.security.alpha.kubernetes.io/pod';

/** Profiles of either kind, in a container and in the pod. */
function everywhere(profiles: Readonly<Record<string, unknown>>): Readonly<Record<string, Variant['set']>> {
  const sets = Object.entries(profiles).flatMap(([name, profile]): [string, Variant['set']][] => [
    [`seccomp: ${name}`, { 'container.securityContext': { seccompProfile: profile } }],
    [`AppArmor: ${name}`, { 'container.securityContext': { appArmorProfile: profile } }],
    [`seccomp of the pod: ${name}`, { 'spec.securityContext': { seccompProfile: profile } }],
    [`AppArmor of the pod: ${name}`, { 'spec.securityContext': { appArmorProfile: profile } }],
  ]);
  return Object.fromEntries(sets);
}

/** Annotations for the container `app`, of either kind, alone and beside profiles of it and of the pod. */
function besides(
  annotations: readonly string[],
  profiles: Readonly<Record<string, unknown>>,
): Readonly<Record<string, Variant['set']>> {
  const sets = annotations.flatMap((value) =>
    Object.entries(profiles).flatMap(([name, profile]): [string, Variant['set']][] => {
      const [ofSeccomp, ofAppArmor] = [{ seccompProfile: profile }, { appArmorProfile: profile }];
      const app = 'spec.containers.0.securityContext';
      return [
        [`seccomp ${value}, ${name}`, { 'metadata.annotations': { [`${SECCOMP}app`]: value }, [app]: ofSeccomp }],
        [
          `seccomp ${value}, ${name} of the pod`,
          { 'metadata.annotations': { [`${SECCOMP}app`]: value }, 'spec.securityContext': ofSeccomp },
        ],
        [
          `seccomp of the pod ${value}, ${name} of the pod`,
          { 'metadata.annotations': { [SECCOMP_OF_POD]: value }, 'spec.securityContext': ofSeccomp },
        ],
        [
          `seccomp of the pod ${value}, ${name}`,
          { 'metadata.annotations': { [SECCOMP_OF_POD]: value }, [app]: ofSeccomp },
        ],
        [`AppArmor ${value}, ${name}`, { 'metadata.annotations': { [`${APP_ARMOR}app`]: value }, [app]: ofAppArmor }],
        [
          `AppArmor ${value}, ${name} of the pod`,
          { 'metadata.annotations': { [`${APP_ARMOR}app`]: value }, 'spec.securityContext': ofAppArmor },
        ],
      ];
    }),
  );
  return Object.fromEntries(sets);
}

function annotated(key: string, value: string): Variant['set'] {
  return { 'metadata.annotations': { [key]: value } };
}

export const profiles: readonly Variant[] = [
  ...variantsOf(
    'incomplete-profile',
    everywhere({
      'no type': {},
      'type null': { type: null },
      'an empty type': { type: '' },
      'no type, but a path': { localhostProfile: 'web' },
      'Localhost alone': { type: 'Localhost' },
      'Localhost with null': { type: 'Localhost', localhostProfile: null },
      'Localhost with an empty path': { type: 'Localhost', localhostProfile: '' },
      'Localhost with a path': { type: 'Localhost', localhostProfile: 'profiles/web.json' },
      'Localhost with an absolute path': { type: 'Localhost', localhostProfile: '/profiles/web.json' },
      'Localhost with steps back': { type: 'Localhost', localhostProfile: 'a/../web.json' },
      'Localhost with dots': { type: 'Localhost', localhostProfile: 'a/..web' },
      'Localhost with a blank first': { type: 'Localhost', localhostProfile: ' web' },
      'Localhost with a blank last': { type: 'Localhost', localhostProfile: 'web\u00a0' },
      'Localhost with a byte order mark': { type: 'Localhost', localhostProfile: '\ufeffweb' },
      'Localhost with a long name': { type: 'Localhost', localhostProfile: 'a'.repeat(4096) },
      'Localhost with the longest name': { type: 'Localhost', localhostProfile: 'a'.repeat(4095) },
      RuntimeDefault: { type: 'RuntimeDefault' },
      'RuntimeDefault with a path': { type: 'RuntimeDefault', localhostProfile: 'web' },
      'Unconfined with an empty path': { type: 'Unconfined', localhostProfile: '' },
      'Unconfined with null': { type: 'Unconfined', localhostProfile: null },
      'no profile': null,
    }),
  ),
  ...variantsOf(
    'unsupported-security-value',
    everywhere({
      'lower case': { type: 'runtimeDefault' },
      'the notation of annotations': { type: 'runtime/default' },
      'lower case, with a path': { type: 'localhost', localhostProfile: 'web' },
      'another word': { type: 'Default' },
    }),
  ),
  ...variantsOf('unsupported-security-value', {
    'procMount in lower case': { 'container.securityContext': { procMount: 'unmasked' } },
    'an empty procMount': { 'container.securityContext': { procMount: '' } },
    'policies in lower case': {
      'spec.securityContext': {
        fsGroupChangePolicy: 'always',
        supplementalGroupsPolicy: 'merge',
        seLinuxChangePolicy: 'recursive',
      },
    },
    'empty policies': {
      'spec.securityContext': { fsGroupChangePolicy: '', supplementalGroupsPolicy: '', seLinuxChangePolicy: '' },
    },
    policies: {
      'spec.securityContext': {
        fsGroupChangePolicy: 'OnRootMismatch',
        supplementalGroupsPolicy: 'Strict',
        seLinuxChangePolicy: 'Recursive',
      },
    },
    'the newer policy for SELinux': { 'spec.securityContext': { seLinuxChangePolicy: 'MountOption' } },
    'no policies': {
      'spec.securityContext': {
        fsGroupChangePolicy: null,
        supplementalGroupsPolicy: null,
        seLinuxChangePolicy: null,
      },
    },
    'capabilities with names of no capability': {
      'container.securityContext': { capabilities: { add: ['cap_net_admin', 'NO_SUCH', ''], drop: ['all'] } },
    },
    'SELinux options of any words': { 'container.securityContext': { seLinuxOptions: { level: 'x', type: '' } } },
  }),
  ...variantsOf(
    'profile-annotation-conflict',
    besides(['unconfined', 'runtime/default', 'docker/default', 'localhost/web', 'localhost/', 'localhost/ web', ''], {
      'no profile': null,
      RuntimeDefault: { type: 'RuntimeDefault' },
      Unconfined: { type: 'Unconfined' },
      'Localhost web': { type: 'Localhost', localhostProfile: 'web' },
      'an empty Localhost': { type: 'Localhost', localhostProfile: '' },
      'an unknown type': { type: 'Other' },
    }),
  ),
  ...variantsOf('profile-annotation-conflict', {
    'of a Windows pod': {
      'spec.os': { name: 'windows' },
      'metadata.annotations': { [`${APP_ARMOR}app`]: 'unconfined', [SECCOMP_OF_POD]: 'unconfined' },
      'spec.securityContext': {
        appArmorProfile: { type: 'RuntimeDefault' },
        seccompProfile: { type: 'RuntimeDefault' },
      },
    },
    'of a sidecar': {
      'metadata.annotations': { [`${SECCOMP}proxy`]: 'localhost/web', [`${APP_ARMOR}setup`]: 'unconfined' },
      'spec.initContainers.1.securityContext': { seccompProfile: { type: 'Unconfined' } },
      'spec.initContainers.0.securityContext': { appArmorProfile: { type: 'RuntimeDefault' } },
    },
  }),
  ...variantsOf('invalid-profile-annotation', {
    'of no container': annotated(`${APP_ARMOR}web`, 'runtime/default'),
    'of no container, with a wrong value': annotated(`${APP_ARMOR}web`, 'default'),
    'of an init container': annotated(`${APP_ARMOR}setup`, 'runtime/default'),
    'with the type of a field': annotated(`${APP_ARMOR}app`, 'RuntimeDefault'),
    'with half a profile': annotated(`${APP_ARMOR}app`, 'localhost'),
    'of another case': annotated(`${APP_ARMOR}app`, 'Unconfined'),
    'of Docker for AppArmor': annotated(`${APP_ARMOR}app`, 'docker/default'),
    'of no container, for seccomp': annotated(`${SECCOMP}web`, 'unconfined'),
    'of no container, with a wrong value, for seccomp': annotated(`${SECCOMP}web`, 'default'),
    'of seccomp, with the type of a field': annotated(SECCOMP_OF_POD, 'RuntimeDefault'),
    'of seccomp, with steps back': annotated(SECCOMP_OF_POD, 'localhost/../web'),
    'of seccomp, with an absolute path': annotated(SECCOMP_OF_POD, 'localhost//web'),
    'of seccomp, empty': annotated(SECCOMP_OF_POD, ''),
    'of seccomp, of Docker': annotated(SECCOMP_OF_POD, 'docker/default'),
  }),
];
