// Feeds broken and hostile texts to all code that reads foreign text: npm run fuzz -- [--minutes N] [--cases N]
// [--target T]... [--seed S] [--case N] [--jobs N] [--write]. See docs/robustness.md.
import './build.mjs';
import { load } from './load.mjs';

await load('test/fuzz/main.ts');
