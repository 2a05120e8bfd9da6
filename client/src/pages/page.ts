import { type Disposable, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { type Html, html } from '../../../server/src/text/html';
import type { Saying } from '../../../server/src/text/saying';
import { guarded } from '../says/on-command';

/** What a page is. Its script and its style are `dist/pages/<name>-page.js` and `.css`, made of `in-webview/`. */
interface PageKind {
  readonly name: string;
  readonly title: Saying;
  readonly where: 'in front' | 'beside';
  /** Its script makes images of what it shows. */
  readonly drawsImages?: boolean;
}

/**
 * A page that is a program, in a webview. It runs only our own script, loads nothing from elsewhere, and shows only `Html`,
 * in which foreign text is escaped.
 */
export class Page implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #files: Uri;
  readonly #name: string;
  readonly #drawsImages: boolean;

  /** @param onMessage takes what the script of the page says, which is not checked yet */
  constructor(
    extension: Uri,
    { name, title, where, drawsImages = false }: PageKind,
    onMessage: (message: unknown) => Promise<void>,
  ) {
    this.#files = Uri.joinPath(extension, 'dist', 'pages');
    this.#name = name;
    this.#drawsImages = drawsImages;
    const column = where === 'beside' ? ViewColumn.Beside : ViewColumn.Active;
    this.#panel = window.createWebviewPanel(`sidecarGuard.${name}`, title, column, {
      enableScripts: true,
      enableForms: false,
      enableFindWidget: true,
      localResourceRoots: [this.#files],
    });
    this.#panel.webview.onDidReceiveMessage((message: unknown) => guarded(() => onMessage(message)));
  }

  get isVisible(): boolean {
    return this.#panel.visible;
  }

  retitle(title: Saying): void {
    this.#panel.title = title;
  }

  /** Shows a whole page, in place of what was there. */
  show(body: Html): void {
    this.#panel.webview.html = documentOf(body, {
      title: this.#panel.title,
      script: this.#address('js'),
      style: this.#address('css'),
      images: this.#drawsImages ? 'data:' : "'none'",
    });
  }

  /** Tells the script of the page something. HTML in it must be the `source` of an `Html`. */
  async tell(message: object): Promise<void> {
    await this.#panel.webview.postMessage(message);
  }

  reveal(): void {
    this.#panel.reveal();
  }

  onClose(listener: () => void): void {
    this.#panel.onDidDispose(listener);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #address(ending: 'js' | 'css'): string {
    return this.#panel.webview.asWebviewUri(Uri.joinPath(this.#files, `${this.#name}-page.${ending}`)).toString();
  }
}

/** The document of a page: the policy for its content allows nothing but its own script and style. */
function documentOf(
  body: Html,
  { title, script, style, images }: Readonly<Record<'title' | 'script' | 'style' | 'images', string>>,
) {
  const nonce = crypto.randomUUID().replaceAll('-', '');
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src ${images}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" nonce="${nonce}" href="${style}">
</head>
<body>
${body}
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`.source;
}
