import { own } from '../../text/own';
import { Opaque, Optional } from '../values';
import { type DeclaredFunction, globals, members } from './overload';
import { isDay } from './time';
import { isUrl } from './urls';

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const VALUE = '(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
/** The longest text of formats that have no such limit. */
const ANY = Number.POSITIVE_INFINITY;
const SUBDOMAIN = `${LABEL}(?:\\.${LABEL})*`;

/** Named formats: a pattern, the longest text, and the size by which the cost of a check is counted. */
const FORMATS: Readonly<Record<string, readonly [pattern: string, longest: number, size: number]>> = {
  dns1123Label: [LABEL, 63, 30],
  dns1123Subdomain: [SUBDOMAIN, 253, 60],
  dns1035Label: ['[a-z](?:[-a-z0-9]*[a-z0-9])?', 63, 30],
  qualifiedName: [`(?:(?=[^/]{1,253}/)${SUBDOMAIN}/)?(?=[^/]{1,63}$)${VALUE}`, 317, 60],
  dns1123LabelPrefix: ['[a-z0-9](?:[-a-z0-9]*[a-z0-9])?-?', 63, 30],
  dns1123SubdomainPrefix: [`${SUBDOMAIN}-?`, 253, 60],
  dns1035LabelPrefix: ['[a-z](?:[-a-z0-9]*[a-z0-9])?-?', 63, 30],
  labelValue: [`(?:${VALUE})?`, 63, 40],
  uuid: ['[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}', ANY, 70],
  byte: ['(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})', ANY, 84],
};
const SIZE_OF_TIMES = 71;
/** Formats that are more than a pattern: their checks, and the sizes of their patterns. */
const CHECKED: Readonly<Record<string, readonly [check: (text: string) => boolean, size: number]>> = {
  uri: [isUrl, 1103],
  date: [isDate, SIZE_OF_TIMES],
  datetime: [isDateTime, SIZE_OF_TIMES],
};

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isDay(text);
}

/** What follows the time after another "T" does not matter. */
function isDateTime(text: string): boolean {
  const [date = '', time = ''] = text.toLowerCase().split('t');
  const [, hour = '', minute = '', second = ''] =
    /^(\d{2}):(\d{2}):(\d{2})(?:.\d+)?(?:z|[+-]\d{2}:\d{2})$/.exec(time) ?? [];
  return isDate(date) && hour !== '' && hour <= '23' && minute <= '59' && second <= '59';
}

export class NamedFormat extends Opaque {
  readonly type = 'kubernetes.NamedFormat';
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  equals(other: Opaque): boolean {
    return other instanceof NamedFormat && other.name === this.name;
  }

  /** The length of its pattern, as the API server counts it. */
  get patternSize(): number {
    return own(FORMATS, this.name)?.[2] ?? own(CHECKED, this.name)?.[1] ?? 0;
  }
}

function validate({ name }: NamedFormat, text: string): Optional {
  const [pattern = '', longest = ANY] = own(FORMATS, name) ?? [];
  const [check] = own(CHECKED, name) ?? [];
  const isValid = check ? check(text) : text.length <= longest && new RegExp(`^(?:${pattern})$`).test(text);
  return isValid ? Optional.NONE : Optional.of([`does not match the format ${name}`]);
}

const NAMES = [...Object.keys(FORMATS), ...Object.keys(CHECKED)];

/** The formats of Kubernetes ("Format library"). */
export const NAMED_FORMATS: readonly DeclaredFunction[] = [
  ...globals({
    ...Object.fromEntries(
      NAMES.map((name) => [`format.${name}(): kubernetes.NamedFormat`, () => new NamedFormat(name)]),
    ),
    'format.named(string): optional<kubernetes.NamedFormat>': (name: string) =>
      NAMES.includes(name) ? Optional.of(new NamedFormat(name)) : Optional.NONE,
  }),
  ...members({ 'validate(kubernetes.NamedFormat, string): optional<list<string>>': validate }),
];
