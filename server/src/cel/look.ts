import { isImageList } from '../pod/template';
import { MACROS, QUANTIFIERS } from './syntax/macros';
import type { CelNode } from './syntax/node';

/** What an expression reads, from its syntax. Some parts of it may never be evaluated. */
export interface ImageUsage {
  /** The lists of containers and volumes whose images it reads. */
  readonly imagesOf: ReadonlySet<string>;
  /** The lists of containers that it mentions, and those whose containers it walks over; volumes if it looks at images there. */
  readonly lists: ReadonlySet<string>;
  readonly iterated: ReadonlySet<string>;
  /** Whether it reads images of any list. */
  readonly readsImages: boolean;
  /** The prefixes that it compares with images. */
  readonly prefixes: readonly Prefix[];
  /** The origin of its value. */
  readonly origin: Origin;
}

export interface Prefix {
  readonly text: string;
  /** Whether it admits an image with this prefix; if not, it denies it, or the effect is not known. */
  readonly admits: boolean | undefined;
  /** The variable whose expression contains it. */
  readonly variable?: string;
}

interface Origin {
  /** The lists of its value or of its items. */
  readonly lists: ReadonlySet<string>;
  readonly isImage: boolean;
  readonly texts: readonly string[];
  /** The literal texts of its value or of its items, with nothing added: prefixes, if it is one. */
  readonly whole: readonly string[];
  /** Whether it may be a text: an addition to a text makes another text. */
  readonly isText: boolean;
}

const NOTHING: Origin = { lists: new Set(), isImage: false, texts: [], whole: [], isText: false };
/** Operations that return the given items. */
const KEEPING = new Set(['filter', 'sortBy']);

/** @param variables what the policy's variables read, by name */
export function imageUsageOf(root: CelNode, variables: ReadonlyMap<string, ImageUsage>): ImageUsage {
  return new Reader(variables).read(root);
}

/** Whether a true part makes the whole true, false, or neither. */
type Sense = boolean | undefined;

function opposite(sense: Sense): Sense {
  return sense === undefined ? undefined : !sense;
}

class Reader {
  readonly #variables: ReadonlyMap<string, ImageUsage>;
  readonly #imagesOf = new Set<string>();
  readonly #lists = new Set<string>();
  readonly #iterated = new Set<string>();
  readonly #prefixes = new Map<string, Prefix>();
  #readsImages = false;

  constructor(variables: ReadonlyMap<string, ImageUsage>) {
    this.#variables = variables;
  }

  read(root: CelNode): ImageUsage {
    const origin = this.#visit(root, new Map(), true);
    return {
      imagesOf: this.#imagesOf,
      lists: this.#lists,
      iterated: this.#iterated,
      readsImages: this.#readsImages,
      prefixes: [...this.#prefixes.values()],
      origin,
    };
  }

  #visit(node: CelNode, bound: ReadonlyMap<string, Origin>, sense: Sense): Origin {
    const visit = (child: CelNode, own: Sense = undefined): Origin => this.#visit(child, bound, own);
    switch (node.op) {
      case 'value':
        return typeof node.args === 'string' ? textOf(node.args) : NOTHING;
      case 'id':
        return bound.get(node.args) ?? (node.args === 'images' ? { ...NOTHING, isImage: true } : NOTHING);
      case '.':
      case '.?': {
        const [on, name] = node.args;
        if (on.op === 'id' && on.args === 'variables' && !bound.has('variables')) return this.#variable(name, sense);
        return this.#field(visit(on, sense), [name]);
      }
      case '[]':
      case '[?]': {
        const key = visit(node.args[1]);
        return this.#field(visit(node.args[0], sense), key.texts);
      }
      case '!_':
        visit(node.args, opposite(sense));
        return NOTHING;
      case '&&':
      case '||':
        for (const child of node.args) visit(child, sense);
        return NOTHING;
      case '==':
      case '!=':
        return this.#comparison(node.args, node.op === '==' ? sense : opposite(sense), visit);
      case '?:':
        return this.#choice(node.args, sense, visit);
      case '+': {
        const parts = node.args.map((child) => visit(child, sense));
        return parts.some(({ isText }) => isText) ? made(union(parts)) : union(parts);
      }
      case 'list':
        return { ...union(node.args.map((child) => visit(child, sense))), isText: false };
      case 'map':
        return made(union(node.args.flatMap(([key, value]) => [visit(key), visit(value, sense)])));
      case 'call':
        return this.#call(node.args[0], node.args[1], sense, visit);
      case 'rcall':
        return this.#receiverCall(node.args, bound, sense);
      case '-_':
      case '?':
        return visit(node.args, node.op === '?' ? sense : undefined);
      case 'struct':
        return made(union(node.args[1].map(([, value]) => visit(value, sense))));
      default:
        for (const child of node.args) visit(child);
        return NOTHING;
    }
  }

  #variable(name: string, sense: Sense): Origin {
    const look = this.#variables.get(name);
    if (!look) return NOTHING;
    for (const list of look.imagesOf) this.#imagesOf.add(list);
    for (const list of look.lists) this.#lists.add(list);
    for (const list of look.iterated) this.#iterated.add(list);
    this.#readsImages ||= look.readsImages;
    for (const prefix of look.prefixes) {
      const admits = sense === undefined || prefix.admits === undefined ? undefined : prefix.admits === sense;
      this.#add({ variable: name, ...prefix, admits });
    }
    return look.origin;
  }

  #field(of: Origin, names: readonly string[]): Origin {
    const lists = names.filter(isImageList);
    for (const list of lists) {
      // Most policies about volumes are about other types of them.
      if (list !== 'volumes') this.#lists.add(list);
      if (of.isImage) this.#imagesOf.add(list);
    }
    if (lists.length > 0) return { lists: new Set(lists), isImage: of.isImage, texts: [], whole: [], isText: false };
    const isOfVolumes = of.lists.has('volumes');
    if (isOfVolumes && names.some((name) => name === 'image' || name === 'reference')) this.#readVolumes();
    if (!names.includes('image') && !(isOfVolumes && names.includes('reference'))) return of;
    // The image of a volume is a map.
    if (isOfVolumes && of.lists.size === 1 && names.includes('image')) return of;
    this.#readsImages = true;
    for (const list of of.lists) this.#imagesOf.add(list);
    return { ...of, isImage: true };
  }

  #readVolumes(): void {
    this.#lists.add('volumes');
    this.#imagesOf.add('volumes');
  }

  /** `size(refused) == 0` inverts the meaning: it is true if nothing is found. */
  #comparison([left, right]: readonly [CelNode, CelNode], sense: Sense, visit: Visit): Origin {
    const isNone = [left, right].some(
      ({ op, args }) => (op === 'value' && (args === 0n || args === false)) || (op === 'list' && args.length === 0),
    );
    const isTrue = [left, right].some(({ op, args }) => op === 'value' && args === true);
    const own = isNone ? opposite(sense) : isTrue ? sense : undefined;
    visit(left, own);
    visit(right, own);
    return NOTHING;
  }

  #choice([condition, first, second]: readonly [CelNode, CelNode, CelNode], sense: Sense, visit: Visit): Origin {
    const isFalse = ({ op, args }: CelNode): boolean => op === 'value' && args === false;
    const isTrue = ({ op, args }: CelNode): boolean => op === 'value' && args === true;
    const own = isFalse(second) || isTrue(first) ? sense : isFalse(first) ? opposite(sense) : undefined;
    visit(condition, own);
    return union([visit(first, sense), visit(second, sense)]);
  }

  #call(name: string, args: readonly CelNode[], sense: Sense, visit: Visit): Origin {
    if (name !== 'has') return made(union(args.map((arg) => visit(arg, sense))));
    const [field] = args;
    // A test whether an image exists does not read the image, but it tells volumes that are images from others.
    if (field?.op === '.' && field.args[1] === 'image') {
      if (visit(field.args[0]).lists.has('volumes')) this.#readVolumes();
    } else if (field) visit(field);
    return NOTHING;
  }

  #receiverCall(
    [name, receiver, args]: readonly [string, CelNode, readonly CelNode[]],
    bound: ReadonlyMap<string, Origin>,
    sense: Sense,
  ): Origin {
    const of = this.#visit(receiver, bound, sense);
    const [first, ...rest] = args;
    if (MACROS.has(name) && first?.op === 'id' && rest.length > 0) return this.#macro(name, of, args, bound, sense);
    const given = args.map((arg) => this.#visit(arg, bound, sense));
    if (name === 'startsWith' && of.isImage) {
      for (const text of given[0]?.whole ?? []) this.#add({ text, admits: sense });
    }
    return made(union([of, ...given]));
  }

  #macro(name: string, of: Origin, args: readonly CelNode[], bound: ReadonlyMap<string, Origin>, sense: Sense): Origin {
    const body = args.at(-1);
    const names = args.slice(0, -1).flatMap((arg) => (arg.op === 'id' ? [arg.args] : []));
    if (name === 'bind') {
      const value = args[1] ? this.#visit(args[1], bound, sense) : NOTHING;
      return body
        ? this.#visit(body, new Map([...bound, ...names.slice(0, 1).map((own) => [own, value] as const)]), sense)
        : NOTHING;
    }
    for (const list of of.lists) this.#iterated.add(list);
    // An item of texts is a text.
    const item = { ...of, isText: of.whole.length > 0 };
    const inside = new Map([...bound, ...names.map((own) => [own, item] as const)]);
    const results = args.filter(({ op }) => op !== 'id').map((arg) => this.#visit(arg, inside, sense));
    if (body?.op === 'id') results.push(this.#visit(body, inside, sense));
    if (QUANTIFIERS.has(name)) return NOTHING;
    return KEEPING.has(name) ? of : union(results);
  }

  #add(prefix: Prefix): void {
    this.#prefixes.set(`${prefix.variable ?? ''} ${prefix.admits} ${prefix.text}`, prefix);
  }
}

type Visit = (child: CelNode, sense?: Sense) => Origin;

function textOf(text: string): Origin {
  return { ...NOTHING, texts: [text], whole: [text], isText: true };
}

/** A derived value: its texts are not the original ones. */
function made(of: Origin): Origin {
  return of.whole.length === 0 ? of : { ...of, whole: [] };
}

function union(parts: readonly Origin[]): Origin {
  if (parts.length === 1 && parts[0]) return parts[0];
  return {
    lists: new Set(parts.flatMap(({ lists }) => [...lists])),
    isImage: parts.some(({ isImage }) => isImage),
    texts: [...new Set(parts.flatMap(({ texts }) => texts))].slice(0, MOST_TEXTS),
    whole: [...new Set(parts.flatMap(({ whole }) => whole))].slice(0, MOST_TEXTS),
    isText: parts.some(({ isText }) => isText),
  };
}

/** Only texts that can be field names count: there are few. */
const MOST_TEXTS = 100;
