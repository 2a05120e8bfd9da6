import { expect, it } from 'vitest';
import { readData } from '../../../server/src/manifest/read-document';
import type { YamlValue } from '../../../server/src/manifest/value';
import { PLAIN_SCALARS } from '../../kubectl/generate';
import { dryRunCreate } from '../api/dry-run';
import { newNamespace } from '../api/namespaces';
import { newestServer } from '../api/server';
import type { ApiObject } from '../api/types';
import { record } from '../record/record';

/** A field of each type: where it is written, and what we take it for. */
const FIELDS: Readonly<Record<string, Field>> = {
  text: {
    manifest: (scalar) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  k: ${scalar}\n`,
    path: ['data', 'k'],
    ours: (value) => value.string,
    ofNothing: '',
  },
  boolean: {
    manifest: (scalar) => pod(`hostNetwork: ${scalar}`),
    path: ['spec', 'hostNetwork'],
    ours: (value) => value.boolean,
    ofNothing: false,
  },
  'whole number': {
    manifest: (scalar) => pod(`activeDeadlineSeconds: ${scalar}`),
    path: ['spec', 'activeDeadlineSeconds'],
    ours: (value) => (Number.isInteger(value.number) ? value.number : undefined),
    ofNothing: undefined,
  },
};

interface Field {
  readonly manifest: (scalar: string) => string;
  readonly path: readonly string[];
  readonly ours: (value: YamlValue) => unknown;
  /** What the server has where nothing is written. */
  readonly ofNothing: unknown;
}

function pod(field: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  ${field}\n  containers: [{name: a, image: a}]\n`;
}

const STYLES: readonly ((scalar: string) => string)[] = [
  (scalar) => scalar,
  (scalar) => `'${scalar.replaceAll("'", "''")}'`,
  (scalar) => JSON.stringify(scalar),
  (scalar) => `!!str ${scalar}`,
];

it.each(Object.entries(FIELDS))('the server takes a scalar for a %s where we do', async (type, field) => {
  const server = await newestServer();
  const namespace = await newNamespace(server);
  const scalars = PLAIN_SCALARS.flatMap((scalar) => STYLES.map((style) => style(scalar)));
  const differences = await Promise.all(
    scalars.map(async (scalar) => {
      const text = field.manifest(scalar);
      const value = readData(text).root.at(...field.path);
      const ours = field.ours(value);
      // Our numbers have fewer digits, and no field needs more.
      if (typeof ours === 'number' && !Number.isSafeInteger(ours)) return [];
      const { code, message, object } = await dryRunCreate(server, text, { namespace });
      // A value can be of the right type, and out of range.
      if (code === 422) return ours === undefined ? [`${scalar}: ${message}`] : [];
      if (object === undefined) return ours === undefined ? [] : [`${scalar}: ${JSON.stringify(ours)}, ${message}`];
      const theirs = valueAt(object, field.path) ?? field.ofNothing;
      const isNothing = ours === undefined && value.exists && value.label === undefined;
      return theirs === (isNothing ? field.ofNothing : ours) ? [] : [`${scalar}: ${String(ours)}, ${String(theirs)}`];
    }),
  );
  expect(differences.flat()).toEqual([]);
  record(`A scalar is a ${type} to the server where it is to us`, {
    version: server.version,
    cases: scalars.length,
    agreed: scalars.length,
  });
});

function valueAt(object: ApiObject, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], object);
}
