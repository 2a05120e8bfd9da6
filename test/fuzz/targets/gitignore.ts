import ignore from 'ignore';
import { isIgnored } from '../../../server/src/search/gitignore';
import { mutate } from '../mutate';
import { holds, type Target } from '../target';

const PATTERNS = [
  '*.yaml',
  '!keep.yaml',
  '/build/',
  'a/**/b',
  '**/c',
  '**',
  '*',
  '[a-z]*.yml',
  '[!a]',
  '[z-a]',
  '\\#x',
  '\\!y',
  'x\\ ',
  'x ',
  '# comment',
  '',
  '/',
  '//',
  '../x',
  './y',
  'a?c',
  '(a+)+$',
  '{a,b}',
  '[[:alpha:]]',
  '[',
  ']',
  'a**b',
  '***',
  '/**/',
  '!/**',
  'constructor',
  '__proto__/',
  'é*',
  '\\',
  'x\\',
  '*a*a*a*a*a*a*a*b',
];
const PATHS = [
  'a/b/c.yaml',
  'keep.yaml',
  'build/x.yml',
  'deep/er/and/deep/er/y.yaml',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  '__proto__/x.yaml',
  'é.yaml',
  'a b.yaml',
  '-x',
  'x\\y',
  'a\nb.yaml',
  '...',
  '..a/b',
];

export const gitignore: Target = {
  name: 'gitignore',
  kind: '.gitignore files',
  weight: 12,
  input(random) {
    const text = random.several(random.between(1, 8), () => random.pick(PATTERNS)).join('\n');
    return random.once(2) ? text : mutate(text, random, PATTERNS);
  },
  check(text, steps) {
    const rules = steps.run('read', () => ignore({ ignoreCase: false }).add(text));
    for (const path of PATHS) {
      for (const isFolder of [false, true]) {
        const answer = steps.run('ask', () => isIgnored(`/w/${path}`, isFolder, [{ folder: '/w', rules }]));
        holds(typeof answer === 'boolean', 'There is no answer.');
      }
    }
  },
};
