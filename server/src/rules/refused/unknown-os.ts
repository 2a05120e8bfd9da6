import { setValue } from '../../fixes/set-value';
import { examplePod } from '../example';
import { links } from '../links';
import { literal, refusedRule } from './refused-rule';
import { isWritten } from './written';

/** The version from which on pods name their operating system. */
const SINCE = 24;
const NAMES = ['linux', 'windows'];

export const unknownOs = refusedRule({
  id: 'unknown-os',
  title: 'An operating system that Kubernetes does not know',
  why: 'The API server refuses a pod whose `os.name` is not exactly `linux` or `windows`. The name decides which security fields hold for the pod.',
  fix: 'Set `os.name` to `linux` or `windows`, or remove `os`.',
  references: [links.windowsSecurity],
  examples: {
    bad: examplePod({ spec: 'os:\n  name: Windows # error' }),
    good: examplePod({ spec: 'os:\n  name: windows' }),
  },

  fields: ['os'],
  *find({ spec, resource }, { kubernetesMinor }) {
    const os = spec.get('os');
    if (kubernetesMinor < SINCE || !isWritten(os, 'map')) return;
    const at = os.get('name');
    if (!at.isSet || at.string === '') {
      const isAbsence = at.string === undefined;
      const because = 'it has `os` without a name';
      yield { field: at, ...(!at.isSet && { at: os }), isAbsence, because, toDo: 'Set `linux` or `windows`' };
      return;
    }
    const name = literal(at);
    if (name === undefined || NAMES.includes(name)) return;
    const meant = NAMES.find((known) => known === name.toLowerCase());
    yield {
      // The API server names the map, and means its only entry.
      field: os,
      at,
      because: `there is no operating system \`${name}\``,
      toDo: 'Use `linux` or `windows`',
      fixes: meant
        ? [{ title: `Write ${meant}`, isPreferred: true, change: () => setValue(resource.document, at, meant) }]
        : [],
    };
  },
});
