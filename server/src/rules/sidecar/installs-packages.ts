import { COMMAND_FIELDS } from '../../pod/every-command';
import { examplePod } from '../example';
import { links } from '../links';
import { commandRule } from './command-rule';

/** Package managers, and their subcommands that install packages. */
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
  title: 'A container that installs packages when it starts',
  why: 'Packages that are installed at startup are not part of the image that was scanned and approved, and their content can change at any time. The container also needs root and network access, and does not start if the package mirror is down.',
  fix: 'Install the packages when you build the image.',
  references: [links.gateImages],
  examples: {
    bad: examplePod({ container: 'command: [sh, -c, "apk add --no-cache curl && exec web"] # information' }),
    good: examplePod({ container: 'command: [web, --listen, ":8080"]' }),
  },
  fields: COMMAND_FIELDS,
  patterns: [
    {
      risk: 'Packages installed at startup are not scanned',
      matches: ({ program, args }) => {
        const verb = VERBS.get(program);
        if (verb !== undefined) return args.some((word) => verb.test(word));
        return /^python[\d.]*$/.test(program) && args.join(' ').startsWith('-m pip install');
      },
    },
  ],
  advice: 'Install them when you build the image.',
});
