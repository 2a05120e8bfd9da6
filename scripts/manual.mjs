/**
 * The page of the manual in the language of man(7).
 * @param table the commands, as `cli/usage/commands.ts` exports them
 */
export function manualPage(version, { COMMANDS, NOTES }) {
  const commands = COMMANDS.map(({ name, words, about, options }) =>
    [
      `.SS ${bold(`sidecar-guard ${name}`)} ${escaped(words)}`.trimEnd(),
      `${escaped(sentence(about))}`,
      ...options.map(optionLines),
    ].join('\n'),
  );
  return `.TH SIDECAR-GUARD 1 "" "sidecar-guard ${version}" "User Commands"
.SH NAME
sidecar-guard \\- find risky containers in Kubernetes manifests
.SH SYNOPSIS
.B sidecar-guard
.I COMMAND
[\\fIOPTION\\fR...] [\\fIPATH\\fR...]
.SH COMMANDS
${commands.join('\n')}
.SH NOTES
${NOTES.map(escaped).join('\n.PP\n')}
`;
}

function optionLines({ name, short, value, about }) {
  const flags = [`--${name}`, ...(short ? [`-${short}`] : [])].map(bold).join(', ');
  return `.TP\n${flags}${value === undefined ? '' : ` \\fI${escaped(value)}\\fR`}\n${escaped(sentence(about))}`;
}

function sentence(phrase) {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`;
}

function bold(text) {
  return `\\fB${escaped(text)}\\fR`;
}

/** A line that begins with a dot or an apostrophe would be a request. */
function escaped(text) {
  return text.replace(/\\/g, '\\e').replace(/-/g, '\\-').replace(/^[.']/gm, '\\&$&');
}
