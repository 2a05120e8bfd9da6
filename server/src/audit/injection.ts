import { decide } from '../pod/injection';
import { INJECTORS, type Injector } from '../pod/injectors';
import { INJECTED_STATUS } from '../pod/roles';
import type { RunningGroup, RunningNamespace } from './running';

/** What a running pod and its namespace say about the injector whose container this seems to be. */
export interface InjectionWord {
  readonly injector: string;
  /** `undefined` where they say nothing. */
  readonly isOn: boolean | undefined;
  /** What says so, in words; none where nothing does. */
  readonly by: string;
  /** See `Injector.isConfigured`. */
  readonly mayBeConfigured: boolean;
}

/**
 * The word about a container that has the name of an injector's, by the injector's own keys.
 * @returns `undefined` where no injector with known keys adds a container of this name
 */
export function injectionWord(
  container: string,
  group: RunningGroup,
  namespace: RunningNamespace | undefined,
): InjectionWord | undefined {
  const words = INJECTORS.filter((candidate) => adds(candidate, container)).map((injector) =>
    wordOf(injector, container, group, namespace),
  );
  return words.find(({ isOn }) => isOn) ?? words.find(({ isOn }) => isOn !== undefined) ?? words[0];
}

/** An injector adds containers whose names begin alike: `istio-init` beside `istio-proxy`. */
function adds({ adds: main, alsoAdds }: Injector, container: string): boolean {
  return (
    main === container ||
    alsoAdds === container ||
    INJECTED_STATUS.some(([, names]) => names.test(main) && names.test(container))
  );
}

function wordOf(
  injector: Injector,
  container: string,
  { labels, annotations }: RunningGroup,
  namespace: RunningNamespace | undefined,
): InjectionWord {
  const { name, isConfigured: mayBeConfigured = false } = injector;
  const word = (isOn: boolean | undefined, by: string) => ({ injector: name, isOn, by, mayBeConfigured });
  for (const { kind, key, on, means } of injector.keys) {
    const value = (kind === 'label' ? labels : annotations)[key];
    const isOn = on === 'namespace' || value === undefined ? undefined : means(value);
    if (isOn !== undefined) return word(isOn, `the ${kind} "${key}"`);
  }
  const mark = INJECTED_STATUS.find(([annotation, names]) => annotation in annotations && names.test(container));
  if (mark) return word(true, `the annotation "${mark[0]}"`);
  const decided = namespace && decide(injector, namespace);
  if (!decided) return word(undefined, '');
  const { kind, key } = decided.key;
  return word(decided.isOn, `the ${kind} "${key}" of the namespace "${namespace.name}"`);
}
