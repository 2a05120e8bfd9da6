// Compares our verdicts of Kyverno's image policies with those of its command line, without a cluster:
// KYVERNO=PATH npm run compare-kyverno -- [--count N] [--policies N] [--seed S].
import { load } from './load.mjs';

await load('test/kyverno/main.ts');
