/** What VS Code gives to the script of a page. */
interface VsCodeApi {
  postMessage(message: object): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** Tells the extension something; `Page` gets it. */
export function tellExtension(message: object): void {
  api.postMessage(message);
}
