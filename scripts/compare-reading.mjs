// Compares what kubectl and the reader make of generated YAML, without a cluster: npm run compare-reading -- [--count N] [--seed S].
// See docs/decisions/yaml-scanner.md.
import { load } from './load.mjs';

await load('test/kubectl/main.ts');
