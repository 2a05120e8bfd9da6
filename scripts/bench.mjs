// Measures the way from a keystroke to diagnostics in a large file, beside parsing the whole file with the yaml package.
import { load } from './load.mjs';

await load('test/bench/keystroke.ts');
