import type { ManifestDocument } from '../../manifest/document';
import type { Resource } from '../../manifest/resource';
import type { Span, YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import { everyCommandOf } from '../../pod/every-command';
import { type ShellCommand, scriptCommands } from '../../pod/shell';
import { scriptsOf } from '../../workspace/scripts';
import type { Finding, Rule, RuleContext } from '../rule';
import type { Severity } from '../severity';

/** Something that a command does. */
export interface ShellPattern {
  /** What can happen because of it: the beginning of the message. */
  readonly risk: string;
  /** The severity, if it differs from that of the rule. */
  readonly severity?: Severity;
  /** @param all all commands of the same container or script */
  matches(command: ShellCommand, all: readonly ShellCommand[]): boolean;
}

/** The container that runs the commands. */
interface Runner {
  /** The kind of its workload: `Deployment`, `DaemonSet`. */
  readonly kind: string;
  readonly isSidecar: boolean;
}

interface CommandRule extends Omit<Rule, 'category' | 'severity' | 'pod' | 'container' | 'resource'> {
  readonly severity: Severity;
  /** The worst first. Only one is reported for each container. */
  readonly patterns: readonly ShellPattern[];
  /** What to do, as a sentence of the message. */
  readonly advice: string;
  severityFor?(runner: Runner): Severity;
  /** Another sign of the same problem, for containers whose commands match no pattern. */
  other?(container: Container): Finding | undefined;
}

/** A rule about what containers run: their commands, hooks and probes, and the scripts that they mount from a ConfigMap. */
export function commandRule({ patterns, advice, severityFor, other, ...rule }: CommandRule): Rule {
  const severityOf = (pattern: ShellPattern, runner: Runner): Severity =>
    pattern.severity ?? severityFor?.(runner) ?? rule.severity;
  return {
    ...rule,
    category: 'sidecar',
    *container(container, pod) {
      const found = findPattern(patterns, everyCommandOf(container));
      const further = found ? undefined : other?.(container);
      if (further) yield further;
      if (!found) return;
      const runner = { kind: pod.resource.kind, isSidecar: container.isSidecar };
      const message = `${found.pattern.risk}: "${container.label}" runs \`${wordsOf(found.command)}\`. ${advice}`;
      yield at(found.command, pod.resource.document, message, severityOf(found.pattern, runner));
    },
    kinds: ['ConfigMap'],
    *resource(resource, context) {
      for (const { key, value, mount } of mountedScripts(resource, context)) {
        const found = findPattern(patterns, scriptCommands(value.string ?? '', value));
        if (!found) continue;
        const message = `${found.pattern.risk}: the script "${key}", mounted by ${mount.who}, runs \`${wordsOf(found.command)}\`. ${advice}`;
        const severity = severityOf(found.pattern, { kind: mount.kind, isSidecar: false });
        yield { ...at(found.command, resource.document, message, severity), entry: value };
      }
    },
  };
}

function at(command: ShellCommand, document: ManifestDocument, message: string, severity: Severity): Finding {
  return { at: command.source, span: spanOf(command, document), severity, message };
}

function findPattern(patterns: readonly ShellPattern[], commands: readonly ShellCommand[]) {
  for (const pattern of patterns) {
    const command = commands.find((candidate) => pattern.matches(candidate, commands));
    if (command) return { pattern, command };
  }
  return undefined;
}

/** The scripts of a ConfigMap, with one of the containers that mount it. If no container mounts it, there are none. */
function* mountedScripts(resource: Resource, { workspace }: RuleContext) {
  const scripts: readonly { key: string; value: YamlValue }[] = scriptsOf(resource);
  const [mount] = scripts.length > 0 ? workspace.mountsOf(resource) : [];
  if (mount) for (const script of scripts) yield { ...script, mount };
}

/** The words of the command, if the YAML string has them exactly as the shell sees them. Otherwise the whole string. */
export function spanOf(command: ShellCommand, { text }: ManifestDocument): Span {
  const whole = command.source.span;
  const last = command.pipedInto.at(-1);
  const start = text.indexOf(command.text, whole.start);
  if (start === -1 || start + command.text.length > whole.end) return whole;
  const lastStart = last ? text.indexOf(last.text, start + command.text.length) : -1;
  const end = last && lastStart !== -1 ? lastStart + last.text.length : start + command.text.length;
  return { start, end: Math.min(end, whole.end) };
}

/** A command and the commands that it is piped into, on one line. */
function wordsOf({ text, pipedInto }: ShellCommand): string {
  const line = [text, ...pipedInto.map((next) => next.text)].join(' | ').replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
