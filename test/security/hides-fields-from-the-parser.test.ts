import { describe, expect, it } from 'vitest';
import { see } from '../unit/analyse';

/** Texts in which kubectl reads a privileged container, though a parser that reads otherwise sees none. */
const FIELD = 'securityContext: {privileged: true}';
const SPEC = `spec: {containers: [{name: web, image: registry.example.com/web:1, ${FIELD}}]}`;
const POD = `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n`;
const ROOT = `${POD}spec:\n  containers:\n    - name: web\n      image: registry.example.com/web:1\n`;

const HIDDEN: Readonly<Record<string, string>> = {
  'a comment that a carriage return ends': `${ROOT}      # harmless\r      ${FIELD}\n`,
  'a comment that NEL ends': `${ROOT}      # harmless\u0085      ${FIELD}\n`,
  'a comment that a line separator ends': `${ROOT}      # harmless\u2028      ${FIELD}\n`,
  'a comment that a paragraph separator ends': `${ROOT}      # harmless\u2029      ${FIELD}\n`,
  'a whole file with carriage returns for line breaks': `${POD}${SPEC}\n`.replaceAll('\n', '\r'),
  'a whole document behind a comment that NEL ends': `# harmless\n${POD}${SPEC}\n`.replaceAll('\n', '\u0085'),
  'a byte order mark at the start of a second document': `a: 1\n---\n\ufeff${POD}${SPEC}\n`,
  'a byte order mark, with line breaks of Windows': `a: 1\n---\n\ufeff${POD}${SPEC}\n`.replaceAll('\n', '\r\n'),
  'a directive for another version, in which "yes" is text': `%YAML 1.2\n---\n${ROOT}      securityContext: {privileged: yes}\n`,
  'the same in a second document': `a: 1\n...\n%YAML 1.2\n---\n${ROOT}      securityContext: {privileged: on}\n`,
  'a kind with an escaped letter': `apiVersion: v1\n"k\\x69nd": Pod\nmetadata: {name: web}\n${SPEC}\n`,
  'an apiVersion with an escaped letter': `"\\u0061piVersion": v1\n"k\\U00000069nd": Pod\nmetadata: {name: web}\n${SPEC}\n`,
  'a kind with an escaped line break': `apiVersion: v1\n? "ki\\\n  nd"\n: Pod\nmetadata: {name: web}\n${SPEC}\n`,
  'a kind in base64': `apiVersion: v1\nkind: !!binary UG9k\nmetadata: {name: web}\n${SPEC}\n`,
  'a key in base64': `${ROOT}      !!binary c2VjdXJpdHlDb250ZXh0: {privileged: true}\n`,
  'a key that is an alias': `x: &key privileged\n${ROOT}      securityContext: {*key : true}\n`,
  'a tag that says that a map is a set': `${ROOT}      securityContext: !!set {privileged: true}\n`,
  'a kind that is taken back': `apiVersion: v1\nkind: Secret\nmetadata: {name: web}\n${SPEC}\nkind: Pod\n`,
  'a kind that is taken back by an escaped key': `apiVersion: v1\nkind: Secret\nmetadata: {name: web}\n"k\\x69nd": Pod\n${SPEC}\n`,
  'another kind at the margin of a list in JSON': `{"apiVersion": "v1", "items": [{"apiVersion": "v1",\nkind: Secret\n}, {apiVersion: v1, kind: Pod, metadata: {name: web}, ${SPEC}}], kind: List}\n`,
  'an item of a PodList that leaves out its kind': `{apiVersion: v1, kind: PodList, items: [{metadata: {name: web}, ${SPEC}}]}\n`,
};

describe('what kubectl reads is judged, however it is hidden from a parser', () => {
  it.each(Object.entries(HIDDEN))('%s', (_, text) => {
    expect(see(text, 'privileged')).toHaveLength(1);
  });
});

describe('findings about what is missing are not taken back', () => {
  const missing = `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: registry.example.com/web:1}]}\n`;
  const strict = { podSecurity: { level: 'restricted', version: 'latest' } } as const;
  const rules = (text: string): string[] => see(text, undefined, strict).map(({ rule }) => rule);

  it.each(['# {{ }}\n', '  # {{- if }}\n', '# a\n# b {{\n'])('by an expression in a comment: %j', (comment) => {
    expect(rules(missing + comment)).toEqual(rules(missing));
  });

  it('though an expression outside of comments may bring what is missing', () => {
    expect(rules(`${missing}{{- include "x" . }}\n`)).not.toEqual(rules(missing));
  });
});
