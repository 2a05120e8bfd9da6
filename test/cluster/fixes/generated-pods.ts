import { Random } from '../../fuzz/random';
import { type Draft, FEATURES, newDraft } from './features';
import { writeYaml } from './write-yaml';

const KINDS = ['Pod', 'Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'PodTemplate'];

/** A workload with a few things that rules find and mend. Equal words make equal manifests. */
export function generatedManifest(...words: readonly (string | number)[]): string {
  const random = new Random(...words);
  const draft = newDraft(random);
  const count = random.between(1, 5);
  for (let index = 0; index < count; index++) random.pick(FEATURES)(draft, random);
  return writeYaml(workloadOf(random.pick(KINDS), draft), random);
}

function workloadOf(kind: string, { spec, annotations }: Draft): object {
  const labels = { app: 'web' };
  const metadata = { labels, ...(Object.keys(annotations).length > 0 && { annotations }) };
  const template = { metadata, spec };
  const ofJob = { template: { metadata, spec: { ...spec, restartPolicy: 'Never' } } };
  const name = { name: 'web' };
  switch (kind) {
    case 'Pod':
      return { apiVersion: 'v1', kind, metadata: { ...name, ...metadata }, spec };
    case 'PodTemplate':
      return { apiVersion: 'v1', kind, metadata: name, template };
    case 'Job':
      return { apiVersion: 'batch/v1', kind, metadata: name, spec: ofJob };
    case 'CronJob':
      return {
        apiVersion: 'batch/v1',
        kind,
        metadata: name,
        spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: ofJob } },
      };
    default: {
      const service = kind === 'StatefulSet' ? { serviceName: 'web' } : {};
      return {
        apiVersion: 'apps/v1',
        kind,
        metadata: name,
        spec: { selector: { matchLabels: labels }, ...service, template },
      };
    }
  }
}
