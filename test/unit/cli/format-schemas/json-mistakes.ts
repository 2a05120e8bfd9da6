import { readFileSync } from 'node:fs';
import { Ajv, type AnySchemaObject, type ValidateFunction } from 'ajv';

const FOLDER = 'test/fixtures/schemas';

/** Formats as far as these schemas need them. */
const FORMATS = {
  uri: (text: string) => URL.canParse(text),
  'uri-reference': isReference,
  'iri-reference': isReference,
  'date-time': (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text),
  'idn-email': (text: string) => /^\S+@\S+$/.test(text),
};

/** An issue in the code quality report of GitLab, by its documentation. */
const GITLAB_ISSUE: AnySchemaObject = {
  type: 'object',
  required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
  properties: {
    description: { type: 'string', minLength: 1 },
    check_name: { type: 'string', minLength: 1 },
    fingerprint: { type: 'string', minLength: 1 },
    severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
    location: {
      type: 'object',
      required: ['path', 'lines'],
      properties: {
        // GitLab shows no finding whose path begins with "./".
        path: { type: 'string', pattern: '^(?!\\./|/).' },
        lines: {
          type: 'object',
          required: ['begin'],
          properties: { begin: { type: 'integer', minimum: 1 }, end: { type: 'integer', minimum: 1 } },
        },
      },
    },
  },
};

const validators = { sarif: sarifSchema(), cyclonedx: cycloneDxSchema(), gitlab: gitlabSchema() };

/** What the schema of a format says against a file: "/runs/0: must have required property 'tool'". */
export function jsonMistakes(format: keyof typeof validators, text: string): string[] {
  const isValid = validators[format];
  if (isValid(JSON.parse(text))) return [];
  return (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

/** The schema is of draft 4, whose keywords mean the same in draft 7 as far as it uses them. */
function sarifSchema(): ValidateFunction {
  const { $schema: _, id: __, ...schema } = read('sarif-2.1.0-rtm.5.json');
  return validator().compile(schema);
}

function cycloneDxSchema(): ValidateFunction {
  const ajv = validator();
  // References are relative to the schema that has them, and have the names of the files.
  for (const name of ['spdx', 'jsf-0.82'])
    ajv.addSchema(read(`${name}.SNAPSHOT.schema.json`), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  return ajv.compile(read('bom-1.6.SNAPSHOT.schema.json'));
}

function gitlabSchema(): ValidateFunction {
  return validator().compile({ type: 'array', items: GITLAB_ISSUE });
}

function validator(): Ajv {
  return new Ajv({ allErrors: true, strict: false, unicodeRegExp: false, formats: FORMATS });
}

function read(file: string): AnySchemaObject {
  return JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'));
}

/** A reference has no spaces, and each "%" begins an escape. */
function isReference(text: string): boolean {
  return !/[\s<>"{}|\\^`]|%(?![\da-f]{2})/i.test(text);
}
