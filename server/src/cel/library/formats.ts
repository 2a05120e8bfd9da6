import { own } from '../../text/own';
import { Opaque, Optional } from '../values';
import { type DeclaredFunction, globals, members } from './overload';

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const VALUE = '(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
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
};
/** They are not checked here. */
const OTHERS = ['uri', 'uuid', 'byte', 'date', 'datetime'];

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
    return own(FORMATS, this.name)?.[2] ?? 0;
  }
}

function validate({ name }: NamedFormat, text: string): Optional {
  const format = own(FORMATS, name);
  if (!format) throw new RangeError(`The format "${name}" is not known here.`);
  const [pattern, longest] = format;
  const isValid = text.length <= longest && new RegExp(`^(?:${pattern})$`).test(text);
  return isValid ? Optional.NONE : Optional.of([`does not match the format ${name}`]);
}

const NAMES = [...Object.keys(FORMATS), ...OTHERS];

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
