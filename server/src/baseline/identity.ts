import { parseImageReference } from '../image/image-reference';
import type { Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import type { RuleFinding } from '../rules/analysis';

/** What a finding is about, in words that stay the same when lines move, files are renamed, or a manifest is reformatted. */
export interface Identity {
  readonly rule: string;
  /** `Kind/namespace/name`, without the parts that are not written. */
  readonly resource: string;
  /** The name of the container; empty if the finding is about none. */
  readonly container: string;
  /** The way to the value inside the resource; list items by their names. Empty if something is missing. */
  readonly place: string;
  /** A checksum of a short value; empty for other values. */
  readonly value: string;
}

/** In UTF-16 units: longer texts are scripts, of which other parts may change. */
const LONGEST_VALUE = 2000;
/** The keys by which list items are told apart, the first that an item has. */
const NAMES = ['mountPath', 'name', 'containerPort', 'key', 'devicePath', 'ip', 'path', 'resourceName'];

export function identityOf(finding: RuleFinding): Identity {
  const { rule, resource, container, at, entry, isAbsence } = finding;
  const around = resource.value;
  // Where something is missing, the finding is about the nearest value, which another edit can add.
  const own = isAbsence && at.label === undefined ? '' : placeOf(at, around);
  const part = entry && (own === '' || !isInside(at, entry)) ? placeOf(entry, around) : '';
  return {
    rule: rule.id,
    resource: nameOfResource(resource),
    container: container?.label ?? '',
    place: [own, part].filter(Boolean).join(' of '),
    // A name is part of the place.
    value: isAbsence || at.name === 'name' ? '' : checksumOf(at),
  };
}

/** `Kind/namespace/name`, without the parts that are not written. */
export function nameOfResource({ kind, namespace, name }: Pick<Resource, 'kind' | 'namespace' | 'name'>): string {
  return [kind, namespace, name].filter((word) => word !== undefined && word !== '').join('/');
}

/** One text for an identity. */
export function keyOf({ rule, resource, container, place, value }: Identity): string {
  return [rule, resource, container, place, value].join('\n');
}

/** A checksum of a text, in 16 hexadecimal digits. It tells findings apart, and keeps no secret. */
export function checksum(text: string): string {
  let [one, other] = [0x811c9dc5, 0x1000193];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other ^ unit, 0x85ebca6b) ^ (other >>> 13);
  }
  return [one, other].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

function placeOf(value: YamlValue, around: YamlValue): string {
  const names: string[] = [];
  for (let at: YamlValue | undefined = value; at && at !== around; at = at.parent) {
    if (at.name !== undefined) names.push(names.length > 0 && !names[0]?.startsWith('[') ? `${at.name}.` : at.name);
    else names.push(`[${nameOfItem(at)}]${names.length > 0 && !names[0]?.startsWith('[') ? '.' : ''}`);
  }
  return names.reverse().join('');
}

function nameOfItem(item: YamlValue): string {
  if (!item.isMap) return checksumOf(item) && (item.label ?? '').slice(0, 100);
  const key = NAMES.find((name) => item.get(name).label !== undefined);
  return key === undefined ? '' : (item.get(key).label ?? '').slice(0, 100);
}

function isInside(value: YamlValue, around: YamlValue): boolean {
  for (let at: YamlValue | undefined = value; at; at = at.parent) if (at === around) return true;
  return false;
}

/** Of a scalar, or of a list of scalars in any order. */
function checksumOf(value: YamlValue): string {
  const { label } = value;
  if (label !== undefined) {
    // A new tag is not another image.
    const image = value.name === 'image' ? parseImageReference(label) : undefined;
    const text = image ? label.replace(/@.*$/s, '').replace(/:[^:/]*$/, '') : label;
    return text.length > LONGEST_VALUE ? '' : checksum(text).slice(0, 8);
  }
  if (!value.isList || value.items.some((item) => item.label === undefined)) return '';
  return checksum(
    value.items
      .map((item) => item.label)
      .sort()
      .join('\n'),
  ).slice(0, 8);
}
