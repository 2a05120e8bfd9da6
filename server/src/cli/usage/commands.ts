/** An option of a command, with all that its help, its shell completion and its manual say. */
export interface OptionSpec {
  readonly name: string;
  readonly short?: string;
  /** What stands for its value; none if it has no value. */
  readonly value?: string;
  /** Words of which the value is one, or begins with one. */
  readonly choices?: readonly string[];
  readonly completes?: 'file' | 'rule';
  readonly isMany?: true;
  readonly about: string;
}

export interface CommandSpec {
  readonly name: string;
  /** Behind the name. */
  readonly words: string;
  readonly completes?: 'file' | 'rule' | 'command';
  readonly choices?: readonly string[];
  readonly about: string;
  readonly options: readonly OptionSpec[];
}

export const FORMATS = ['text', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown'] as const;
export const MAP_FORMATS = ['svg', 'mermaid', 'dot'] as const;
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
const SEVERITY_WORDS = ['error', 'warning', 'information', 'hint'];

const NO_IGNORE: OptionSpec = { name: 'no-ignore', about: 'also read the files that .gitignore names' };
const CONFIG: OptionSpec = {
  name: 'config',
  value: 'FILE',
  completes: 'file',
  about: 'the configuration for all manifests (default: the nearest .sidecar-guard.yaml)',
};
const VERSION: OptionSpec = {
  name: 'kubernetes-version',
  value: '1.N',
  about: 'the Kubernetes version of the cluster (default: the newest known version)',
};
const FAIL_ON: OptionSpec = {
  name: 'fail-on',
  value: 'SEVERITY',
  choices: [...SEVERITY_WORDS, 'never'],
  about: 'the least severity that makes the exit code 1: error (default), warning, information, hint, never',
};
const OUTPUT: OptionSpec = { name: 'output', value: 'FILE', completes: 'file', about: 'write the report to a file' };

/** @param choices the default comes first */
function format([standard = '', ...others]: readonly string[]): OptionSpec {
  const choices = [standard, ...others];
  return { name: 'format', value: 'FORMAT', choices, about: [`${standard} (default)`, ...others].join(', ') };
}

const CHECK: CommandSpec = {
  name: 'check',
  words: '[PATH...]',
  completes: 'file',
  about:
    'find risky containers in manifests: files, folders (the *.yaml, *.yml and *.json manifests that git tracks or does not ignore), or - for stdin',
  options: [
    {
      ...format(FORMATS),
      value: 'FORMAT[=FILE]',
      isMany: true,
      about: `${FORMATS.join(', ').replace('text', 'text (default)')}; with =FILE, written to that file (repeatable)`,
    },
    OUTPUT,
    FAIL_ON,
    {
      name: 'severity',
      value: 'SEVERITY',
      choices: SEVERITY_WORDS,
      about: 'the least severity that text and Markdown show: error, warning (default), information, hint',
    },
    CONFIG,
    {
      name: 'baseline',
      value: 'FILE',
      completes: 'file',
      about: 'leave out the findings that this file lists, because they were there before',
    },
    { name: 'update-baseline', about: 'with --baseline: write the present findings to the file' },
    {
      name: 'diff',
      value: 'BASE',
      about: 'report only what the changes since this branch left BASE, a branch or commit of git, bring',
    },
    {
      name: 'rule',
      value: 'ID=SEVERITY',
      completes: 'rule',
      isMany: true,
      about: 'set the severity of a rule; off disables it (repeatable)',
    },
    { name: 'only', value: 'ID,...', completes: 'rule', isMany: true, about: 'run only these rules' },
    {
      name: 'pod-security',
      value: 'LEVEL',
      choices: ['privileged', 'baseline', 'restricted'],
      about:
        'privileged, baseline or restricted, optionally with a version: baseline:v1.30 (default: the labels of the namespace, else baseline as warnings)',
    },
    VERSION,
    { name: 'fix', about: 'apply the safe fixes to the files' },
    { name: 'fix-dry-run', about: 'print the changes of --fix as a diff, and change no file' },
    { name: 'pin', about: 'with --fix: ask registries for the digests of images, and write them into the files' },
    {
      name: 'insecure-registry',
      value: 'HOST',
      isMany: true,
      about: 'allow plain HTTP, or any certificate, for this registry (repeatable)',
    },
    NO_IGNORE,
    { name: 'no-inline-ignores', about: 'comments and annotations in manifests silence nothing' },
    {
      name: 'stdin-filename',
      value: 'NAME',
      completes: 'file',
      about: 'the name of stdin, for reports and for its configuration',
    },
    {
      name: 'color',
      value: 'WHEN',
      choices: ['auto', 'always', 'never'],
      about: 'colours in text: auto (default), always, never',
    },
    { name: 'quiet', short: 'q', about: 'print findings only: no summary, no notes' },
  ],
};

/** All commands. Their help, shell completions and manual are made of this table, and their words are read by it. */
export const COMMANDS: readonly CommandSpec[] = [
  CHECK,
  {
    name: 'access',
    words: '[PATH...]',
    completes: 'file',
    about: 'list the subjects that can get into pods, by the roles and bindings in the manifests',
    options: [format(['text', 'json']), VERSION, NO_IGNORE],
  },
  {
    name: 'gates',
    words: '[PATH...]',
    completes: 'file',
    about: 'list what the image policies in the manifests decide about each image in them',
    options: [format(['text', 'json']), NO_IGNORE],
  },
  {
    name: 'audit',
    words: '[PATH...]',
    completes: 'file',
    about: 'compare running pods, which kubectl reads, with their templates and with the manifests',
    options: [
      {
        name: 'namespace',
        short: 'n',
        value: 'NAMESPACE',
        about: 'the namespace of the pods (default: the namespace of the context)',
      },
      { name: 'all-namespaces', short: 'A', about: 'audit the pods of all namespaces' },
      {
        name: 'context',
        value: 'CONTEXT',
        about: 'the context of the cluster (default: the current context of kubectl)',
      },
      { name: 'kubectl', value: 'PATH', completes: 'file', about: 'the kubectl to run (default: kubectl on the PATH)' },
      { name: 'watch', about: 'go on until Ctrl+C, and report again whenever pods have changed' },
      format(['text', 'json', 'sarif']),
      OUTPUT,
      FAIL_ON,
      NO_IGNORE,
    ],
  },
  {
    name: 'map',
    words: '[PATH...]',
    completes: 'file',
    about:
      'draw a pod: its containers in start order, who reads and writes its volumes, what reaches it, and its findings',
    options: [
      format(MAP_FORMATS),
      {
        name: 'workload',
        value: '[KIND/]NAME',
        about: 'the workload whose pod is drawn, if the manifests have several',
      },
      { ...OUTPUT, about: 'write the map to a file' },
      CONFIG,
      VERSION,
      NO_IGNORE,
    ],
  },
  { name: 'rules', words: '', about: 'list the rules', options: [format(['text', 'json'])] },
  {
    name: 'explain',
    words: 'RULE',
    completes: 'rule',
    about: 'show what a rule finds, why it matters, and what to do',
    options: [],
  },
  {
    name: 'mcp',
    words: '',
    about:
      'serve check, fixes, gates, access and explain to an agent over the Model Context Protocol, on stdin and stdout; it only reads, below the working folder',
    options: [],
  },
  { name: 'help', words: '[COMMAND]', completes: 'command', about: 'show how commands are used', options: [] },
  { name: 'version', words: '', about: 'print the version', options: [] },
  {
    name: 'completion',
    words: 'SHELL',
    choices: SHELLS,
    about: 'print a script that completes commands and options: bash, zsh, fish, powershell',
    options: [],
  },
];

/** What stands below the list of commands. */
export const NOTES: readonly string[] = [
  'Symbolic links are followed only inside the git repository of each PATH (outside of a repository: inside PATH), also if PATH or FILE is a link itself. No file is written through a link. The end of the report lists what was skipped.',
  "Exit code: 0 if no finding is at or above --fail-on, 1 if one is, 2 for wrong usage, no file found, a file that can't be read (or has more than 16 MiB), or an internal error.",
];
