// Measures the way from a keystroke to diagnostics in a large file, beside parsing the whole file with the yaml package,
// what each rule costs, what many policies cost, the memory for an audit of many pods, and the picker with as many in VS Code.
import { load } from './load.mjs';

await load('test/bench/keystroke.ts');
await load('test/bench/rules.ts');
await load('test/bench/gates.ts');
await load('test/bench/audit.ts');
await import('../test/bench/picker.mjs');
