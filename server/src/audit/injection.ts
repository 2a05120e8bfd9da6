import { decideInjection } from '../pod/injection';
import { INJECTORS, type Injector } from '../pod/injectors';
import { INJECTED_STATUS } from '../pod/roles';
import { own } from '../text/own';
import type { RunningGroup, RunningNamespace } from './running';

/** Whether a running pod and its namespace turn on the injector that adds containers with a certain name. */
export interface InjectionWord {
  readonly injector: string;
  /** `undefined` if they turn it neither on nor off. */
  readonly isOn: boolean | undefined;
  /** The label or annotation that decides, in words; empty if there is none. */
  readonly by: string;
  /** See `Injector.isConfigured`. */
  readonly mayBeConfigured: boolean;
}

/**
 * Whether the injector of a container with this name is turned on.
 * @returns `undefined` if no injector with known keys adds a container of this name
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

/** The containers of an injector have a common prefix: `istio-init` and `istio-proxy`. */
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
    const value = own(kind === 'label' ? labels : annotations, key);
    const isOn = on === 'namespace' || value === undefined ? undefined : means(value);
    if (isOn !== undefined) return word(isOn, `the ${kind} "${key}"`);
  }
  const mark = INJECTED_STATUS.find(([annotation, names]) => annotation in annotations && names.test(container));
  if (mark) return word(true, `the annotation "${mark[0]}"`);
  const decided = namespace && decideInjection(injector, namespace);
  if (!decided) return word(undefined, '');
  const { kind, key } = decided.key;
  return word(decided.isOn, `the ${kind} "${key}" of the namespace "${namespace.name}"`);
}
