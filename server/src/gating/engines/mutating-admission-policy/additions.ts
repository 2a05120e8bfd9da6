import { CelExpression } from '../../../cel/expression';
import { usedExpression } from '../../../cel/policy-look';
import { type CelNode, nodesOf } from '../../../cel/syntax/node';
import { isObject, type Json, type JsonObject } from '../../../manifest/json';
import type { YamlValue } from '../../../manifest/value';
import { type ContainerList, isContainerList } from '../../../pod/template';
import type { ContainerAddition } from '../../mutators/container-adder';

/**
 * The containers that a mutation with CEL expressions adds. Those that are written in full in an apply configuration are
 * always added; others depend on the object.
 */
export function additionsOf(mutation: YamlValue): ContainerAddition[] {
  const applied = CelExpression.of(usedExpression(mutation.get('applyConfiguration'))).root;
  const patched = CelExpression.of(usedExpression(mutation.get('jsonPatch'))).root;
  const certain = new Set(applied ? containersAlways(applied) : []);
  return [applied, patched].flatMap((root) =>
    root ? [...nodesOf(root)].flatMap((node) => toAddition(node, certain.has(node))) : [],
  );
}

/** The containers of a configuration that is a struct at every level. */
function containersAlways(node: CelNode): readonly CelNode[] {
  if (node.op === 'list') return node.args;
  if (node.op !== 'struct') return [];
  return node.args[1].flatMap(([field, value]) =>
    ['spec', 'template', 'jobTemplate', 'containers', 'initContainers'].includes(field) ? containersAlways(value) : [],
  );
}

/** The type of a container names its list: `Object.spec.initContainers`. */
function listOf(node: CelNode): ContainerList | undefined {
  const name =
    node.op === 'struct'
      ? node.args[0]
          .replace(/\.item$/, '')
          .split('.')
          .at(-1)
      : undefined;
  return name !== undefined && isContainerList(name) ? name : undefined;
}

function toAddition(node: CelNode, isAlways: boolean): ContainerAddition[] {
  const list = listOf(node);
  if (list === undefined || node.op !== 'struct') return [];
  const fields = node.args[1].map(([field, value]) => [field, literalOf(value)] as const);
  const data: JsonObject = Object.fromEntries(
    fields.flatMap(([field, value]) => (value === undefined ? [] : [[field, value] as const])),
  );
  // Without an image it changes a container that is there.
  if (typeof data.name !== 'string' || !fields.some(([field]) => field === 'image')) return [];
  return [{ list, name: data.name, data, isCertain: isAlways && Object.keys(data).length === fields.length }];
}

/** The value of an expression of literals alone. */
function literalOf(node: CelNode): Json | undefined {
  switch (node.op) {
    case 'value':
      return plain(node.args);
    case 'list': {
      const items = node.args.map(literalOf);
      return items.includes(undefined) ? undefined : items.flatMap((item) => (item === undefined ? [] : [item]));
    }
    case 'struct':
      return objectOf(node.args[1].map(([key, value]) => [key, literalOf(value)]));
    case 'map':
      return objectOf(node.args.map(([key, value]) => [literalOf(key), literalOf(value)]));
    default:
      return undefined;
  }
}

function plain(value: unknown): Json | undefined {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

function objectOf(entries: readonly (readonly [Json | undefined, Json | undefined])[]): JsonObject | undefined {
  const made = Object.fromEntries(
    entries.flatMap(([key, value]) => (typeof key === 'string' && value !== undefined ? [[key, value] as const] : [])),
  );
  return Object.keys(made).length === entries.length && isObject(made) ? made : undefined;
}
