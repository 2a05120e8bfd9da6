import { examplePod } from '../example';
import { links } from '../links';
import { commandRule } from './command-rule';

/** Package managers, and the words by which they install. */
const VERBS: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    apt: /^install$/,
    'apt-get': /^install$/,
    apk: /^add$/,
    yum: /^(?:install|localinstall)$/,
    dnf: /^install$/,
    microdnf: /^install$/,
    zypper: /^(?:install|in)$/,
    pip: /^install$/,
    pip3: /^install$/,
    npm: /^(?:install|i|ci)$/,
    gem: /^install$/,
  }),
);

export const installsPackages = commandRule({
  id: 'installs-packages',
  severity: 'information',
  title: 'A container installs packages when it starts',
  why: "What is downloaded at the start was not in the image that was scanned and gated: it can be another version tomorrow, or somebody else's. The container also needs root and a way out, and does not start when the mirror is down.",
  fix: 'Install what is needed when the image is built.',
  references: [links.gateImages],
  examples: {
    bad: examplePod({ container: 'command: [sh, -c, "apk add --no-cache curl && exec web"] # information' }),
    good: examplePod({ container: 'command: [web, --listen, ":8080"]' }),
  },
  patterns: [
    {
      does: 'installs packages when it starts, so what runs is not what was gated',
      matches: ({ program, args }) => {
        const verb = VERBS.get(program);
        if (verb !== undefined) return args.some((word) => verb.test(word));
        return /^python[\d.]*$/.test(program) && args.join(' ').startsWith('-m pip install');
      },
    },
  ],
  advice: 'Install them when the image is built.',
});
