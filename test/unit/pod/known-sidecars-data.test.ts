import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import schema from '../../../server/data/known-sidecars.schema.json';

const FOLDER = 'server/data/known-sidecars';
const isValid = new Ajv({ allErrors: true }).compile(schema);

/** What the schema says against a list of sidecars: "/0/needs: must NOT have additional properties". */
function mistakesIn(data: unknown): string[] {
  return isValid(data) ? [] : (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

describe('the files of well-known sidecars', () => {
  it.each(readdirSync(FOLDER))('%s keeps to the schema, and names it for editors', (name) => {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    expect(mistakesIn(parse(text))).toEqual([]);
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../known-sidecars.schema.json');
  });

  it('would not pass with a typing mistake', () => {
    const row = {
      name: 'Agent',
      publisher: 'Example',
      purpose: 'ships logs',
      containers: ['agent'],
      images: ['docker.io/example/agent'],
      source: 'https://example.com/agent',
    };
    expect(mistakesIn([row])).toEqual([]);
    expect(mistakesIn([{ ...row, image: 'x' }])).toEqual(['/0: must NOT have additional properties']);
    expect(mistakesIn([{ ...row, images: ['example/agent'] }])).toHaveLength(1);
    expect(mistakesIn([{ ...row, images: ['docker.io/example/agent:1'] }])).toHaveLength(1);
    expect(mistakesIn([{ ...row, purpose: 'Ships logs.' }])).toHaveLength(1);
    expect(mistakesIn([{ ...row, native: { since: 1.29 } }])).toEqual(['/0/native/since: must be string']);
    expect(mistakesIn([{ ...row, needs: { capabilities: ['net_admin'] } }])).toHaveLength(1);
    expect(mistakesIn([{ ...row, needs: {} }])).toHaveLength(1);
  });
});
