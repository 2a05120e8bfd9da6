/**
 * What expressions are made of, by type. In a form, `<type>` stands for an expression of the type; `<type x>` is one in which
 * the form has declared `x`, a text.
 */
interface Forms {
  /** Where an expression ends. */
  readonly leaves: readonly string[];
  readonly calls: readonly string[];
}

export type TypeName = keyof typeof GRAMMAR;

/** Texts that functions read as something, and ones near them that they don't. */
const TEXTS = [
  ...['', ' a ', 'a,b,c', 'ÄÖÜß', 'İstanbul', '😀x', 'Ǆ', "it''s", 'latest', 'true', 'T', 'yes', 'nan'],
  ...['0', '-1', '+5', '007', '1.5', '1e3', '0x10', '9223372036854775807', '9223372036854775808', '1_000'],
  ...['1.2.3', 'v1.2.3', '1.2', 'v1.2.3-rc.1+build', '01.2.3', '1.2.3.4'],
  ...['10.0.0.1', '192.168.001.1', '::1', 'fe80::1', 'fe80::1%eth0', '::ffff:1.2.3.4', '224.0.0.1', '0.0.0.0'],
  ...['10.0.0.0/8', '10.1.2.3/8', '::/0', '10.0.0.0/33', 'fd00::/8', '192.168.0.0/16'],
  ...['1Gi', '500m', '1k', '0.5', '1e3', '.5', '5.', '1.5Gi', '-2', '12E', '1Kib', '9223372036854775807'],
  ...[
    'https://a.example.com:8080/p/q?x=1&x=2&y=',
    'a.example.com',
    '/path only',
    'http://[::1]:80',
    'mailto:a@b.c',
    '//h',
  ],
  ...['2024-02-29T12:00:00Z', '2024-02-30T00:00:00Z', '2024-01-01T00:00:00.123+01:00', '2024-01-01'],
  ...['1h30m', '-5m', '1.5s', '5', '1d', '300ms'],
  ...['[a-z]+', '^v?[0-9]+$', '(', '(a)|(b)', '[[:alpha:]]', 'a{1001}', '(?i)NGINX'],
  ...['%s', '%d', '%.2f', '%x', '%b', '%e', '%q', '100%', '%%'],
  ...['/', ':', '@', '.', 'a', 'nginx', 'registry.example.com'],
];

export const GRAMMAR = {
  text: {
    leaves: [
      ...TEXTS.map((text) => `'${text.replaceAll("''", "\\'")}'`),
      ...Array<string>(20).fill('c.image'),
      ...['c.name', 'object.metadata.name', "object.metadata.labels['app']", "object.metadata.?labels.app.orValue('')"],
      ...'text number float version quantity ip cidr url time duration pattern list'
        .split(' ')
        .map((name) => `object.metadata.annotations['${name}']`),
      ...["object.metadata.annotations[?'none'].orValue('')", "object.metadata.annotations['none']"],
      ...["c.?workingDir.orValue('/')", 'string(c.?ports[?0].containerPort.orValue(0))'],
      "c.?resources.requests.cpu.orValue('1')",
    ],
    calls: [
      ...['<text>.charAt(<int>)', '<text>.substring(<int>)', '<text>.substring(<int>, <int>)', '<text>.trim()'],
      ...['<text>.lowerAscii()', '<text>.upperAscii()', '<text>.replace(<text>, <text>)'],
      ...['<text>.replace(<text>, <text>, <int>)', '<text> + <text>', '<texts>.join()', '<texts>.join(<text>)'],
      ...['<texts>[<int>]', '<texts>[0]', 'string(<int>)', 'string(<float>)', 'string(<bool>)', 'string(<bytes>)'],
      ...['string(<time>)', 'string(<duration>)', 'string(<ip>)', 'string(<cidr>)', '(<bool> ? <text> : <text>)'],
      ...['<text>.find(<text>)', '<texts>.min()', '<texts>.max()', '<opt>.orValue(<text>)', '<opt>.value()'],
      ...['<url>.getScheme()', '<url>.getHost()', '<url>.getHostname()', '<url>.getPort()', '<url>.getEscapedPath()'],
      ...["'%s-%d'.format([<text>, <int>])", "'%s'.format([<texts>])", "'%.3f|%e'.format([<float>, <float>])"],
      ...["'%x %X'.format([<text>, <int>])", "'%b%o'.format([<int>, <int>])", '<text>.format([<text>])'],
      ...["'%s %s %s'.format([<bool>, <bytes>, <map>])", '<text>.format([<int>, <float>])'],
      ...['strings.quote(<text>)', "<map>['a']", '<map>.?a.orValue(<text>)'],
      ...[
        "'%s %s'.format([<time>, <duration>])",
        "'%s'.format([[<float>, <float>]])",
        "'%s'.format([[<time>, <duration>]])",
      ],
      ...["'%s'.format([[<text>], [<bytes>]])", "'%.1f|%.9e'.format([<float>, <float>])"],
    ],
  },
  int: {
    leaves: ['0', '1', '2', '3', '-1', '7', '20', '63', '100', '9223372036854775807', '-9223372036854775808'],
    calls: [
      ...['<text>.size()', 'size(<texts>)', 'size(<bytes>)', 'size(<map>)', '<text>.indexOf(<text>)'],
      ...['<text>.indexOf(<text>, <int>)', '<text>.lastIndexOf(<text>)', '<text>.lastIndexOf(<text>, <int>)'],
      ...['<int> + <int>', '<int> - <int>', '<int> * <int>', '<int> / <int>', '<int> % <int>', '-(<int>)'],
      ...['int(<text>)', 'int(<float>)', 'int(<time>)', 'int(<int>)', 'int(uint(<int>))', 'int(<duration>)'],
      ...['<ints>.sum()', '<ints>.min()', '<ints>.max()', '<ints>[<int>]', '<texts>.indexOf(<text>)'],
      ...['<texts>.lastIndexOf(<text>)', '<ints>.indexOf(<int>)', '<quantity>.asInteger()', '<quantity>.sign()'],
      ...['<quantity>.compareTo(<quantity>)', '<ip>.family()', '<cidr>.prefixLength()', '<version>.major()'],
      ...['<version>.minor()', '<version>.patch()', '<version>.compareTo(<version>)', '<time>.getFullYear()'],
      ...['<time>.getMonth()', '<time>.getDayOfWeek()', "<time>.getHours('+02:00')", '<time>.getDayOfYear()'],
      ...['<duration>.getHours()', '<duration>.getMinutes()', '<duration>.getSeconds()', '(<bool> ? <int> : <int>)'],
      ...['<duration>.getMilliseconds()', '<ints>.first().orValue(<int>)', '<ints>.last().value()'],
    ],
  },
  float: {
    leaves: ['0.0', '1.5', '-2.5', '1e20', '0.1', '1e-7'],
    calls: [
      ...['double(<text>)', 'double(<int>)', '<float> / <float>', '<float> * <float>', '<float> + <float>'],
      ...['<quantity>.asApproximateFloat()', '[<float>, <float>].sum()', '<float> - <float>', '-(<float>)'],
    ],
  },
  bool: {
    leaves: [
      'true',
      'false',
      "c.image.startsWith('registry.example.com/')",
      'has(c.workingDir)',
      'has(c.resources.limits)',
    ],
    calls: [
      ...['<text>.contains(<text>)', '<text>.startsWith(<text>)', '<text>.endsWith(<text>)', '<text>.matches(<text>)'],
      ...[
        "<text>.matches('^[a-z.]+/')",
        '<text> == <text>',
        '<text> != <text>',
        '<text> < <text>',
        '<text> in <texts>',
      ],
      ...['<int> == <int>', '<int> < <int>', '<int> >= <int>', '<int> in <ints>', '<float> < <float>'],
      ...['<int> < <float>', '<float> == <float>', '<bool> && <bool>', '<bool> || <bool>', '!(<bool>)'],
      ...['(<bool> ? <bool> : <bool>)', '<texts>.all(x, <bool x>)', '<texts>.exists(x, <bool x>)'],
      ...['<texts>.exists_one(x, <bool x>)', '<texts>.all(x, x.size() > <int>)', 'bool(<text>)', 'isQuantity(<text>)'],
      ...['isURL(<text>)', 'isIP(<text>)', 'isCIDR(<text>)', 'isSemver(<text>)', 'isSemver(<text>, true)'],
      ...['ip.isCanonical(<text>)', '<quantity>.isGreaterThan(<quantity>)', '<quantity>.isLessThan(<quantity>)'],
      ...[
        '<quantity>.isInteger()',
        '<quantity> == <quantity>',
        '<version>.isLessThan(<version>)',
        '<version> == <version>',
      ],
      ...['<version>.isGreaterThan(<version>)', '<ip>.isLoopback()', '<ip>.isUnspecified()', '<ip>.isGlobalUnicast()'],
      ...[
        '<ip>.isLinkLocalMulticast()',
        '<ip>.isLinkLocalUnicast()',
        '<ip> == <ip>',
        '<cidr> == <cidr>',
        '<url> == <url>',
      ],
      ...[
        '<cidr>.containsIP(<ip>)',
        '<cidr>.containsIP(<text>)',
        '<cidr>.containsCIDR(<cidr>)',
        '<cidr>.containsCIDR(<text>)',
      ],
      ...['<texts>.isSorted()', '<ints>.isSorted()', '<texts> == <texts>', '<ints> == <ints>', '<opt>.hasValue()'],
      ...['<time> < <time>', '<duration> >= <duration>', '<time> == <time>', '<bytes> == <bytes>', "'a' in <map>"],
      ...['sets.contains(<texts>, <texts>)', 'sets.intersects(<texts>, <texts>)', 'sets.equivalent(<ints>, <ints>)'],
      ...[
        'has(<map>.a)',
        'has(object.metadata.annotations.text)',
        "<url>.getQuery()['x'] == <texts>",
        '<map> == <map>',
      ],
      ...['<map>.all(k, <map>[k] != <text>)', '<texts>.all(i, x, <bool x>)', '<texts>.exists(i, x, i > <int>)'],
      ...[
        'dyn(<text>) == dyn(<int>)',
        'type(c.image) == string',
        '<opt> == <opt>',
        'optional.of(<int>) == optional.none()',
      ],
      ...['format.dns1123Label().validate(<text>).hasValue()', '!format.qualifiedName().validate(<text>).hasValue()'],
      ...['format.labelValue().validate(<text>).hasValue()', 'format.dns1123Subdomain().validate(<text>).hasValue()'],
      ...['format.uuid().validate(<text>).hasValue()', 'format.date().validate(<text>).hasValue()'],
      ...['format.uri().validate(<text>).hasValue()', 'format.byte().validate(<text>).hasValue()'],
      ...['format.datetime().validate(<text>).hasValue()', 'format.named(<text>).hasValue()'],
      ...['c.image.startsWith(<text>)', 'c.image.contains(<text>)', 'c.image in <texts>'],
      // What is made once: it is searched in another way.
      ...["<text> in ['a', string(7), '7']", "<texts> in [['a'], ['b', 'a']]", "<int> in [int('1'), 7]"],
    ],
  },
  texts: {
    leaves: [
      "['a', 'b', 'a']",
      "c.image.split('/')",
      "c.image.split(':')",
      'object.spec.containers.map(x, x.image)',
      "object.metadata.annotations['list'].split(',')",
      'object.metadata.annotations.map(k, k).sort()',
      "c.?command.orValue(['none'])",
      'c.?args.orValue([])',
    ],
    calls: [
      ...['<text>.split(<text>)', '<text>.split(<text>, <int>)', '<texts> + <texts>', '<texts>.filter(x, <bool x>)'],
      ...[
        '<texts>.map(x, <text x>)',
        '<texts>.map(x, <bool x>, <text x>)',
        '<text>.findAll(<text>)',
        '[<text>, <text>]',
      ],
      ...[
        '<text>.findAll(<text>, <int>)',
        '<texts>.distinct()',
        '<texts>.sort()',
        '<texts>.reverse()',
        '[?optional.of(string(<text>)), string(<text>)]',
      ],
      ...[
        '<texts>.slice(<int>, <int>)',
        '<texts>.sortBy(x, <text x>)',
        '<texts>.sortBy(x, x.size())',
        '<texts>.slice(0, 1)',
      ],
      ...['[<texts>, <texts>].flatten()', '<texts>.transformList(i, x, <text x>)', 'optional.unwrap([<opt>, <opt>])'],
      ...['[<opt>].unwrapOpt()', '<texts>.sortBy(x, <int>)', '(<bool> ? <texts> : <texts>)'],
    ],
  },
  ints: {
    leaves: ['[1, 2, 3]', '[]', '[3, 1, 2, 1]', 'lists.range(4)', 'object.spec.containers.map(x, x.image.size())'],
    calls: [
      ...['<texts>.map(x, x.size())', '<ints>.filter(n, n > <int>)', 'lists.range(<int>)', '<ints>.distinct()'],
      ...[
        '<ints>.sort()',
        '<ints>.reverse()',
        '<ints>.slice(<int>, <int>)',
        '[<ints>, <ints>].flatten()',
        '[<int>, <int>]',
      ],
      ...['[[<ints>], [<ints>]].flatten(<int>).map(x, x == <int> ? 1 : 2)', '<texts>.transformList(i, x, i)'],
      ...['<ints> + <ints>', '<ints>.sortBy(n, -n)', '[[<int>], [<int>, <int>]].flatten()'],
    ],
  },
  quantity: {
    leaves: [
      "quantity('1Gi')",
      "quantity('500m')",
      "quantity(object.metadata.annotations['quantity'])",
      "quantity('1.5')",
    ],
    calls: [
      ...['quantity(<text>)', '<quantity>.add(<quantity>)', '<quantity>.sub(<quantity>)', '<quantity>.add(<int>)'],
      ...['<quantity>.sub(<int>)', "quantity(c.?resources.requests.memory.orValue('1Mi'))"],
    ],
  },
  url: {
    leaves: ["url('https://a.example.com:8080/p?x=1')", "url(object.metadata.annotations['url'])"],
    calls: ['url(<text>)', "url('https://' + <text>)", "url('https://a/' + <text>)"],
  },
  ip: {
    leaves: ["ip('10.0.0.1')", "ip('::1')", "ip(object.metadata.annotations['ip'])"],
    calls: ['ip(<text>)', '<cidr>.ip()'],
  },
  cidr: {
    leaves: ["cidr('10.0.0.0/8')", "cidr('fd00::/8')", "cidr(object.metadata.annotations['cidr'])"],
    calls: ['cidr(<text>)', '<cidr>.masked()', "cidr(<text> + '/16')"],
  },
  version: {
    leaves: ["semver('1.2.3')", "semver(object.metadata.annotations['version'])", "semver('v1.2', true)"],
    calls: ['semver(<text>)', 'semver(<text>, true)', "semver(c.image.split(':')[1], true)", 'semver(<text>, <bool>)'],
  },
  bytes: {
    leaves: ["b'ab'", "b'\\xff'", "b''"],
    calls: ['bytes(<text>)', '<bytes> + <bytes>'],
  },
  time: {
    leaves: ["timestamp('2024-02-29T12:00:00Z')", "timestamp(object.metadata.annotations['time'])", 'timestamp(0)'],
    calls: ['timestamp(<text>)', '<time> + <duration>', '<time> - <duration>', 'timestamp(<int>)'],
  },
  duration: {
    leaves: ["duration('90s')", "duration(object.metadata.annotations['duration'])"],
    calls: ['duration(<text>)', '<duration> + <duration>', '<time> - <time>', '<duration> - <duration>'],
  },
  opt: {
    leaves: [
      "object.metadata.annotations[?'text']",
      "object.metadata.annotations[?'none']",
      'c.?workingDir',
      "optional.of('a')",
      'optional.none()',
    ],
    calls: [
      ...['optional.of(<text>)', 'optional.ofNonZeroValue(<text>)', '<opt>.or(<opt>)', '<opt>.optMap(x, <text x>)'],
      ...['<opt>.optFlatMap(x, <bool x> ? optional.of(x) : optional.none())', '<texts>[?<int>]', '<texts>.first()'],
      ...['<map>[?<text>]', '<map>.?a', '<texts>.last()'],
    ],
  },
  map: {
    leaves: ["{'a': 'b'}", 'object.metadata.annotations', "{'a': c.image, 'b': c.name}"],
    calls: [
      ...[
        "{'a': <text>}",
        '{?string(<text>): optional.of(string(<text>))}',
        '{<text>: <text>, <text>: <text>}',
        '<map>.transformMap(k, x, <text x>)',
      ],
      ...['<texts>.transformMapEntry(i, x, {x: <text x>})', '<map>.transformMap(k, x, <bool x>, <text x>)'],
    ],
  },
} as const satisfies Readonly<Record<string, Forms>>;
