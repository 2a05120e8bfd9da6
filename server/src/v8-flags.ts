import { setFlagsFromString } from 'node:v8';

/** Flags that can be set while a program runs, and that Node 20 to 24 know. */
const FLAGS = [
  // What is judged is garbage soon, and by default the memory grows to several times of what is in use before V8 looks for it.
  '--heap-growing-percent=40',
  // What lives long while facts are read is garbage soon while files are judged. V8 may take both for long-lived, from one place.
  '--no-allocation-site-pretenuring',
  // Many functions run a few thousand times each. To optimise each together with those that it calls takes longer than it saves.
  '--max-inlined-bytecode-size=200',
  '--max-inlined-bytecode-size-cumulative=200',
];

/**
 * Makes V8 fit for judging thousands of files: docs/performance.md has what it saves. Only for a process that is ours alone, and
 * before the first file is read.
 */
export function fitToJudging(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}
