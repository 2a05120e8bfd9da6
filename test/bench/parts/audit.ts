import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Figures } from '../measure/figure';

/** What the process tells: what it found, milliseconds, and MB. */
export interface MeasuredAudit {
  readonly pods: number;
  readonly findings: number;
  readonly collected: number;
  readonly compared: number;
  readonly memory: number;
}

/** `scripts/bench.mjs` bundles it. */
const PROGRAM = resolve('out/scripts/bench-audit.cjs');
const PODS = 20_000;
/** One pod in so many has a container that its template lacks. */
const INFECTED = 1000;

/** An audit of many running pods, which a stand-in for kubectl gives in chunks. */
export async function measureAudit(figures: Figures, folder: string): Promise<void> {
  const kubectl = join(folder, 'kubectl');
  await writeFile(kubectl, `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' kubectl "$@"\n`, { mode: 0o755 });
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, 'measured', kubectl], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const { pods, findings, collected, compared, memory }: MeasuredAudit = JSON.parse(stdout);
  if (pods !== PODS || findings !== PODS / INFECTED)
    throw new Error(`${findings} findings in ${pods} pods; the benchmark measures something else.`);
  figures.add('Audit of 20,000 pods: reading, most of it the stand-in for the cluster', collected / 1000, 's');
  figures.add('Audit of 20,000 pods: comparing', compared / 1000, 's', { limit: { most: 3 } });
  figures.add('Audit of 20,000 pods: memory', memory, 'MB', { limit: { most: 300 } });
}
