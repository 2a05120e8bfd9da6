import { FONT_SIZE } from './layout';

/** The colours of a map, by what they are for. */
interface Colours {
  readonly paper: string;
  readonly text: string;
  readonly quiet: string;
  readonly shape: string;
  readonly border: string;
  readonly line: string;
  readonly app: string;
  readonly sidecar: string;
  readonly native: string;
  readonly init: string;
  readonly error: string;
  readonly warning: string;
  readonly information: string;
}

const LIGHT: Colours = {
  paper: '#ffffff',
  text: '#1f2328',
  quiet: '#59636e',
  shape: '#f6f8fa',
  border: '#818b98',
  line: '#818b98',
  app: '#1a7f37',
  sidecar: '#0969da',
  native: '#8250df',
  init: '#59636e',
  error: '#c4101c',
  warning: '#8a5a00',
  information: '#0550ae',
};

const DARK: Colours = {
  paper: '#0d1117',
  text: '#f0f6fc',
  quiet: '#a5aeb9',
  shape: '#161b22',
  border: '#7d8590',
  line: '#7d8590',
  app: '#3fb950',
  sidecar: '#4493f8',
  native: '#ab7df8',
  init: '#9198a1',
  error: '#ff7b72',
  warning: '#e3b341',
  information: '#79c0ff',
};

/** The colours of the editor's theme, those of lists for text: the ones of underlines are too pale for that. In high contrast, borders and lines have the colour of text. */
const THEME: Colours = {
  paper: 'var(--vscode-editor-background)',
  text: 'var(--vscode-editor-foreground)',
  quiet: 'var(--vscode-descriptionForeground, var(--vscode-editor-foreground))',
  shape: 'var(--vscode-editorWidget-background, var(--vscode-editor-background))',
  border: 'var(--vscode-contrastBorder, var(--vscode-descriptionForeground))',
  line: 'var(--vscode-contrastBorder, var(--vscode-descriptionForeground))',
  app: 'var(--vscode-charts-green)',
  sidecar: 'var(--vscode-charts-blue)',
  native: 'var(--vscode-charts-purple)',
  init: 'var(--vscode-descriptionForeground)',
  error: 'var(--vscode-list-errorForeground, var(--vscode-errorForeground))',
  warning: 'var(--vscode-list-warningForeground, var(--vscode-editorWarning-foreground))',
  information: 'var(--vscode-editorInfo-foreground)',
};

/** For a file of its own: as light or dark as its viewer. */
export const FILE_STYLE = `${rules(LIGHT)}@media (prefers-color-scheme: dark){${rules(DARK)}}`;
/** For a page of the editor. */
export const THEME_STYLE = rules(THEME);

function rules(colours: Colours): string {
  const { paper, text, quiet, shape, border, line } = colours;
  const roles = (['app', 'sidecar', 'init'] as const).map((role) => `.role-${role} .stripe{fill:${colours[role]}}`);
  const marks = (['information', 'warning', 'error'] as const).map((severity) => {
    const colour = colours[severity];
    return (
      `.part.${severity}>.shape,.edge.${severity}>.line{stroke:${colour};stroke-width:2}` +
      `.edge.${severity}>.head,.part.${severity}>.marks,.part.${severity}>.label,.pod.${severity}>.heading{fill:${colour}}`
    );
  });
  return [
    `.pod-map text{font:${FONT_SIZE}px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;fill:${text}}`,
    `.pod-map .heading{font-size:14px;font-weight:bold}.pod-map .name{font-weight:bold}`,
    `.pod-map .detail,.pod-map .cut{fill:${quiet}}`,
    `.paper{fill:${paper}}.frame{fill:none;stroke:${border}}.shape{fill:${shape};stroke:${border}}`,
    `.namespace>.shape{stroke-width:2}.added>.shape{fill:none;stroke-dasharray:6 4}`,
    `.line{fill:none;stroke:${line}}.head{fill:${line}}`,
    ...roles,
    `.role-native-sidecar .stripe{fill:${colours.native}}.role-ephemeral .stripe{fill:${colours.sidecar}}`,
    ...marks,
  ].join('');
}
