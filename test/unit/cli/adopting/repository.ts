import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Random } from '../../../fuzz/random';
import { folderWith } from '../run';

/** A Deployment of a generated repository. */
export interface Workload {
  file: string;
  readonly name: string;
  readonly containers: string[][];
  /** Lines above it, and blanks around its values. */
  comments: number;
  isFlow: boolean;
  isReversed: boolean;
  readonly podFields: string[];
}

/** A repository of Deployments with many findings, which a test can move about and worsen. */
export class Repository {
  readonly folder: string;
  readonly workloads: Workload[] = [];
  readonly #random: Random;

  constructor(count: number, random: Random) {
    this.#random = random;
    this.folder = folderWith({});
    for (let index = 0; index < count; index++) this.workloads.push(this.#workload(index));
    for (const file of new Set(this.workloads.map(({ file }) => file))) this.write(file);
  }

  #workload(index: number): Workload {
    const pick = <T>(values: readonly T[]): T => values[this.#random.below(values.length)] as T;
    const container = (name: string): string[] => [
      `name: ${name}`,
      `image: ${pick(['nginx', 'busybox:latest', 'quay.io/team/app:1.2', 'redis:7'])}`,
      ...(this.#random.below(3) === 0 ? ['securityContext: { privileged: true }'] : []),
      ...(this.#random.below(2) === 0 ? ['volumeMounts: [{ name: logs, mountPath: /var/log/app }]'] : []),
    ];
    return {
      file: `team-${index % 7}/w${Math.floor(index / 2)}.yaml`,
      name: `work-${index % 40}`,
      containers: ['web', 'log-shipper', 'proxy'].slice(0, 1 + this.#random.below(3)).map(container),
      comments: 0,
      isFlow: false,
      isReversed: false,
      podFields: this.#random.below(4) === 0 ? ['hostNetwork: true'] : [],
    };
  }

  write(file: string): void {
    const texts = this.workloads.filter((workload) => workload.file === file).map(textOf);
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), texts.join('---\n'));
  }

  rename(from: string, to: string): void {
    mkdirSync(dirname(join(this.folder, to)), { recursive: true });
    renameSync(join(this.folder, from), join(this.folder, to));
    for (const workload of this.workloads) if (workload.file === from) workload.file = to;
  }

  textOf(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }
}

function textOf({ name, containers, comments, isFlow, isReversed, podFields }: Workload): string {
  const ordered = isReversed ? containers.map(([first = '', ...rest]) => [first, ...rest.reverse()]) : containers;
  const items = ordered.map((lines) =>
    isFlow ? `        - { ${lines.join(', ')} }\n` : `        - ${lines.join('\n          ')}\n`,
  );
  return `${'# moved\n'.repeat(comments)}apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
${podFields.map((field) => `      ${field}\n`).join('')}      volumes: [{ name: logs, emptyDir: {} }]
      containers:
${items.join('')}`;
}
