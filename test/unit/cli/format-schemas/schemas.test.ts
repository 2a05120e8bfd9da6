import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledPackages } from '../../../../scripts/notices.mjs';
import { sbomOf } from '../../../../scripts/sbom.mjs';
import { folderWith, run } from '../run';
import { jsonMistakes } from './json-mistakes';
import { junitMistakes } from './junit-mistakes';

const SEED = readFileSync('test/fixtures/seed/sidecar-injection.yaml', 'utf8');
const ODD = '<a>&"b" %zz [x](y)\u0007';

/** Folders whose reports use all that the formats can say. */
const FOLDERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'nothing found': { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n' },
  'findings with fixes': { 'a.yaml': `${SEED}---\n${SEED}`, 'b/c d.yaml': SEED },
  'what is skipped, left out and silenced': {
    'a.yaml': SEED.replace('image: nginx', 'image: nginx # sidecar-guard-disable-line mutable-tag -- built here'),
    'broken.yaml': 'a: [\n',
    'chart/Chart.yaml': 'name: chart\n',
    'chart/templates/pod.yaml': 'kind: {{ .Values.kind }}\n',
    'node_modules/x.yaml': SEED,
    '.sidecar-guard.yaml': 'ignore: [{ rule: not-native, reason: later }]\nexclude: ["old/**"]\n',
    'old/x.yaml': SEED,
  },
  'names that are odd': {
    'a #?%&"<ü>.yaml': SEED.replaceAll('main-application', JSON.stringify(ODD)).replace(
      'image: nginx',
      `image: '${ODD}'`,
    ),
  },
};

const FORMATS: Readonly<Record<string, (text: string) => string[]>> = {
  sarif: (text) => jsonMistakes('sarif', text),
  gitlab: (text) => jsonMistakes('gitlab', text),
  junit: junitMistakes,
};

describe.each(Object.keys(FOLDERS))('a report of a folder with %s', (name) => {
  it.each(Object.keys(FORMATS))('is valid by the schema of %s', async (format) => {
    const folder = folderWith(FOLDERS[name] ?? {});
    const { stdout } = await run(['check', '--severity', 'hint', '--format', format], folder);
    expect(stdout.length).toBeGreaterThan(2);
    expect(FORMATS[format]?.(stdout)).toEqual([]);
  });
});

it('a report with accepted findings is valid SARIF', async () => {
  const folder = folderWith({ 'a.yaml': SEED });
  await run(['check', '--baseline', 'base.json', '--update-baseline'], folder);
  const { stdout } = await run(['check', '--baseline', 'base.json', '--format', 'sarif'], folder);
  expect(stdout).toContain('It is in the baseline.');
  expect(jsonMistakes('sarif', stdout)).toEqual([]);
});

it('reports of real manifests are valid', async () => {
  const words = ['check', '.', ...Object.keys(FORMATS).flatMap((format) => ['--format', `${format}=out.${format}`])];
  const names = ['cilium.yaml', 'cert-manager.yaml', 'calico-node.yaml'];
  const folder = folderWith(
    Object.fromEntries(names.map((name) => [name, readFileSync(join('test/fixtures/real', name), 'utf8')])),
  );
  await run(words, folder);
  for (const [format, mistakes] of Object.entries(FORMATS))
    expect(mistakes(readFileSync(join(folder, `out.${format}`), 'utf8')), format).toEqual([]);
});

it('the bill of materials of a release is valid by the schema of CycloneDX', async () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  const sbom = sbomOf(manifest, await bundledPackages(), new Date(0));
  expect(jsonMistakes('cyclonedx', JSON.stringify(sbom))).toEqual([]);
});

describe('the schemas', () => {
  it('refuse what is wrong', async () => {
    const folder = folderWith({ 'a.yaml': SEED });
    const sarif = JSON.parse((await run(['check', '--format', 'sarif'], folder)).stdout);
    sarif.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
    sarif.runs[0].results[1].level = 'hint';
    delete sarif.runs[0].results[2].message;
    expect(jsonMistakes('sarif', JSON.stringify(sarif))).toHaveLength(3);
    expect(jsonMistakes('gitlab', '[{}]')).toHaveLength(5);
    const component = { type: 'library', name: 'x', licenses: [{ license: { id: 'No-Such-Licence' } }] };
    const bom = { bomFormat: 'CycloneDX', specVersion: '1.6', components: [component] };
    expect(jsonMistakes('cyclonedx', JSON.stringify(bom))).toContain(
      '/components/0/licenses/0/license/id: must be equal to one of the allowed values',
    );
    const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
    const suite = '<testsuite name="x" tests="1" failures="0" errors="0">';
    expect(junitMistakes(`${head}${suite}<testcase name="x"/></testsuite>`)).toEqual([]);
    expect(junitMistakes(`${head}<testsuite name="x" tests="1" failures="0"></testsuite>`)).toHaveLength(1);
    expect(junitMistakes(`${head}${suite}<testcase name="a&b"><x/></testcase>`)).toHaveLength(3);
    expect(junitMistakes('<testsuite/>')).toHaveLength(1);
  });
});
