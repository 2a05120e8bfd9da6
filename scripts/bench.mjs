// Measures the way from a keystroke to diagnostics in a large file, beside parsing the whole file with the yaml package,
// and what each rule costs.
import { load } from './load.mjs';

await load('test/bench/keystroke.ts');
await load('test/bench/rules.ts');
