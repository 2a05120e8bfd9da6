import { COMMANDS, type CommandSpec, type OptionSpec, type SHELLS } from './commands';

/**
 * A script that completes commands, options and their values.
 * @param rules the ids of the rules
 */
export function completionScript(shell: (typeof SHELLS)[number], rules: readonly string[]): string {
  switch (shell) {
    case 'bash':
      return bash(rules);
    case 'zsh':
      return `#compdef sidecar-guard\nautoload -U +X bashcompinit && bashcompinit\n${bash(rules)}`;
    case 'fish':
      return fish(rules);
    case 'powershell':
      return powerShell(rules);
  }
}

/** The words that complete the value of an option, or what stands behind a command. */
function wordsOf({ choices, completes }: Pick<CommandSpec, 'choices' | 'completes'>, rules: readonly string[]) {
  if (completes === 'rule') return rules;
  return completes === 'command' ? NAMES : (choices ?? []);
}

const NAMES = COMMANDS.map(({ name }) => name);

function bash(rules: readonly string[]): string {
  const cases = COMMANDS.map(({ name, options, ...rest }) => {
    const values = options
      .filter(({ value }) => value !== undefined)
      .map(
        (option) =>
          `        ${flagsOf(option).join('|')}) ${bashReply(wordsOf(option, rules), option.completes)}; return ;;`,
      );
    const known = options.flatMap(flagsOf).join(' ');
    return [
      `    ${name})`,
      ...(values.length > 0 ? ['      case "$before" in', ...values, '      esac'] : []),
      `      case "$word" in -*) COMPREPLY=($(compgen -W "${known}" -- "$word")); return ;; esac`,
      `      ${bashReply(wordsOf(rest, rules), rest.completes)}`,
      '      ;;',
    ].join('\n');
  });
  return `_sidecar_guard() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W "${NAMES.join(' ')} --help --version" -- "$word")); return; fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
}
complete -F _sidecar_guard sidecar-guard
`;
}

function bashReply(words: readonly string[], completes: string | undefined): string {
  if (words.length > 0) return `COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$word"))`;
  return completes === 'file' ? 'COMPREPLY=($(compgen -f -- "$word"))' : ':';
}

function flagsOf({ name, short }: OptionSpec): string[] {
  return [`--${name}`, ...(short ? [`-${short}`] : [])];
}

function fish(rules: readonly string[]): string {
  const lines = COMMANDS.flatMap((command) => {
    const behind = `-n '__fish_seen_subcommand_from ${command.name}'`;
    const words = wordsOf(command, rules);
    return [
      `complete -c sidecar-guard -f -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.about)}`,
      ...(command.completes === 'file' ? [`complete -c sidecar-guard -F ${behind}`] : []),
      ...(words.length > 0 ? [`complete -c sidecar-guard -f ${behind} -a ${quoted(words.join(' '))}`] : []),
      ...command.options.map((option) => `complete -c sidecar-guard ${behind} ${fishOption(option, rules)}`),
    ];
  });
  return `${lines.join('\n')}\n`;
}

function fishOption(option: OptionSpec, rules: readonly string[]): string {
  const { name, short, value, completes, about } = option;
  const words = wordsOf(option, rules);
  const values = words.length > 0 ? ` -a ${quoted(words.join(' '))}` : '';
  const taken = value === undefined ? '' : completes === 'file' ? ' -r -F' : ' -x';
  return `-l ${name}${short ? ` -s ${short}` : ''}${taken}${values} -d ${quoted(about)}`;
}

/** A text in single quotes, which fish reads as it is. */
function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}

function powerShell(rules: readonly string[]): string {
  const list = (words: readonly string[]): string =>
    `@(${words.map((word) => `'${word.replaceAll("'", "''")}'`).join(', ')})`;
  const entries = COMMANDS.map(
    (command) => `    '${command.name}' = ${list([...command.options.flatMap(flagsOf), ...wordsOf(command, rules)])}`,
  );
  const values = COMMANDS.flatMap((command) =>
    command.options.flatMap((option) => {
      const words = wordsOf(option, rules);
      return words.length > 0 ? flagsOf(option).map((flag) => `    '${command.name} ${flag}' = ${list(words)}`) : [];
    }),
  );
  return `Register-ArgumentCompleter -Native -CommandName sidecar-guard -ScriptBlock {
  param($word, $line, $position)
  $commands = @{
${entries.join('\n')}
  }
  $values = @{
${values.join('\n')}
  }
  $words = @($line.CommandElements | ForEach-Object { $_.ToString() })
  $before = if ($word -eq '') { $words[-1] } else { $words[-2] }
  $known = if ($words.Count -lt 2 -or ($words.Count -eq 2 -and $word -ne '')) { ${list(NAMES)} }
    elseif ($values.ContainsKey("$($words[1]) $before")) { $values["$($words[1]) $before"] }
    else { $commands[$words[1]] }
  $known | Where-Object { $_ -like "$word*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
}
`;
}
