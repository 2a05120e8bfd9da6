import { podsOf } from '../../../server/src/pod/pod';
import { SMALL_MANIFESTS } from '../corpus';
import { fromFiles, toFiles } from '../files';
import { mutate } from '../mutate';
import type { Random } from '../random';
import type { Target } from '../target';
import { judge, readAll } from '../workspace';

const FOLDERS = ['base', 'overlays/a', 'overlays/b', 'components/x', '.', 'constructor', '__proto__'];
const LISTS = ['resources', 'bases', 'components', 'patchesStrategicMerge'];
const PATCHES = [
  '- op: add\n  path: /spec/template/spec/containers/-\n  value: {name: x, image: y}\n',
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: side, image: z}]}}}\n',
];

export const kustomizations: Target = {
  name: 'kustomizations',
  kind: 'files of kustomizations that build on each other',
  weight: 2,
  input(random) {
    const folders = random.several(random.between(1, 6), () => random.pick(FOLDERS));
    const files = folders.flatMap((folder): [string, string][] => [
      [
        `file:///w/${folder}/${random.pick(['kustomization.yaml', 'kustomization.yml', 'Kustomization'])}`,
        kustomization(random),
      ],
      [`file:///w/${folder}/app.yaml`, random.once(3) ? random.pick(PATCHES) : random.pick(SMALL_MANIFESTS)],
    ]);
    const text = fromFiles(new Map(files));
    return random.once(2) ? text : mutate(text, random, [text]);
  },
  check(text, steps) {
    const files = readAll([...toFiles(text, 'file:///w/kustomization.yaml')].slice(0, 20), steps);
    const { index } = judge(files, steps);
    for (const [uri, file] of files) {
      steps.run('builds', () => [index.builds.graph.isPatch(uri), index.builds.graph.isBuiltOn(uri)]);
      for (const { document } of file.documents) {
        steps.run('patchable', () => index.builds.patchable(document));
        for (const resource of document.resources) {
          steps.run('images', () => [index.builds.imagesFor(resource, 'nginx:1'), index.namespaceOf(resource)]);
          for (const pod of podsOf(resource, () => [])) steps.run('forms', () => index.decisions.formsOf(pod));
        }
      }
    }
    steps.run('used images', () => index.builds.usedImages);
  },
};

function kustomization(random: Random): string {
  const to = (): string =>
    random.pick([
      'app.yaml',
      '..',
      '../..',
      '.',
      './',
      '../base',
      '../../base',
      '../a',
      '../overlays/b',
      '../../components/x',
      'https://example.com/x',
      '/',
      '',
    ]);
  const lines = ['apiVersion: kustomize.config.k8s.io/v1beta1', `kind: ${random.pick(['Kustomization', 'Component'])}`];
  for (const list of LISTS)
    if (random.once(2)) lines.push(`${list}:`, ...random.several(random.between(0, 5), () => `- ${to()}`));
  if (random.once(2))
    lines.push(
      'images:',
      ...random.several(
        random.between(1, 3),
        () =>
          `- {name: ${random.pick(['nginx', 'a.io/x', '__proto__', 'b'])}, newName: ${random.pick(['b', 'nginx', ''])}, newTag: "${random.pick(['1', '', 'x'.repeat(300)])}"}`,
      ),
    );
  if (random.once(3)) lines.push(`namespace: ${random.pick(['x', '', 'constructor', '{}'])}`, 'namePrefix: p-');
  if (random.once(3))
    lines.push(
      'patches:',
      `- {path: ${to()}, target: {kind: Deployment, name: "${random.pick(['.*', 'web', '(a+)+$'])}"}}`,
    );
  if (random.once(4)) lines.push('patches:', '- patch: |-', random.pick(PATCHES).replace(/^/gm, '    '));
  return `${lines.join('\n')}\n`;
}
