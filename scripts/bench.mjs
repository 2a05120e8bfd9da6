// Measures the way from a keystroke to diagnostics in a large file, beside parsing the whole file with the yaml package,
// what each rule costs, and what many policies cost.
import { load } from './load.mjs';

await load('test/bench/keystroke.ts');
await load('test/bench/rules.ts');
await load('test/bench/gates.ts');
