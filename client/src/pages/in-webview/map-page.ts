import './map-page.css';
import { tellExtension } from './host';

/** What the extension says: a map to show, or one to draw as an image. Foreign text in it is escaped. */
interface Shown {
  readonly svg: string;
  readonly style: string;
  readonly list: string;
}
interface Exported {
  readonly file: string;
}

const drawing = elementOf('drawing');
const list = elementOf('list');
const style = new CSSStyleSheet();
document.adoptedStyleSheets = [style];
const LEAST_READABLE = 0.7;
/** How large the drawing is; `undefined` while it has the width of the page, as far as it can be read then. */
let zoom: number | undefined;

window.addEventListener('message', ({ data }: MessageEvent<Shown | Exported>) => {
  if ('svg' in data) show(data);
  else void exportImage(data.file);
});

document.addEventListener('click', ({ target }) => {
  if (target instanceof Element) act(target);
});

document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  if (!(target instanceof Element) || event.ctrlKey || event.metaKey || event.altKey) return;
  const part = target.closest('#drawing [data-part]');
  if (part && (key === 'Enter' || key === ' ')) {
    event.preventDefault();
    go(part);
  }
  if (target.closest('#drawing')) zoomBy(key === '0' ? 'fit' : key === '+' ? 'in' : key === '-' ? 'out' : '');
});

drawing.addEventListener(
  'wheel',
  (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoomBy(event.deltaY < 0 ? 'in' : 'out');
  },
  { passive: false },
);

tellExtension({ action: 'ready' });

function show(map: Shown): void {
  const focused = document.activeElement?.closest('[data-part]')?.getAttribute('data-part');
  const wasInDrawing = drawing.contains(document.activeElement);
  style.replaceSync(map.style);
  drawing.replaceChildren(...elementsOf(map.svg, 'image/svg+xml'));
  list.replaceChildren(...elementsOf(map.list, 'text/html'));
  for (const part of drawing.querySelectorAll('[data-part]')) {
    // Connections are many, and the list has each of them: the Tab key goes through what they connect.
    if (part.classList.contains('edge')) continue;
    part.setAttribute('tabindex', '0');
    part.setAttribute('role', 'button');
  }
  size();
  if (focused != null) buttonOf(wasInDrawing ? drawing : list, focused)?.focus();
}

function act(target: Element): void {
  const action = target.closest('button')?.getAttribute('data-action');
  const part = target.closest('[data-part], [data-uri]');
  if (action === 'svg' || action === 'draw') tellExtension({ action });
  else if (action != null) zoomBy(action);
  else if (part) go(part);
}

/** Goes to where a part is written. The list knows the places. */
function go(part: Element): void {
  const id = part.getAttribute('data-part');
  const button = id === null ? part : buttonOf(list, id);
  if (button instanceof HTMLElement && button.dataset.uri !== undefined) tellExtension({ ...button.dataset });
}

function zoomBy(how: string): void {
  const svg = drawing.querySelector('svg');
  if (!svg) return;
  const present = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  if (how === 'fit') zoom = drawing.clientWidth / svg.viewBox.baseVal.width;
  if (how === 'in') zoom = Math.min(present * 1.25, 8);
  if (how === 'out') zoom = Math.max(present / 1.25, 0.1);
  size();
}

function size(): void {
  const svg = drawing.querySelector('svg');
  if (!svg) return;
  const { width } = svg.viewBox.baseVal;
  svg.style.width = zoom === undefined ? '100%' : `${width * zoom}px`;
  // A small map is not blown up.
  svg.style.maxWidth = zoom === undefined ? `${width}px` : 'none';
  svg.style.minWidth = zoom === undefined ? `${width * LEAST_READABLE}px` : '0';
  svg.style.height = 'auto';
}

async function exportImage(file: string): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(file)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  const scale = Math.min(2, 8000 / Math.max(image.width, image.height));
  canvas.width = image.width * scale;
  canvas.height = image.height * scale;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob(async (blob) => {
    if (blob) tellExtension({ png: new Uint8Array(await blob.arrayBuffer()) });
  });
}

function elementsOf(source: string, type: 'image/svg+xml' | 'text/html'): Node[] {
  const parsed = new DOMParser().parseFromString(source, type);
  const nodes = type === 'text/html' ? [...parsed.body.childNodes] : [parsed.documentElement];
  return nodes.map((node) => document.importNode(node, true));
}

function buttonOf(parent: Element, part: string): HTMLElement | SVGElement | undefined {
  const found = [...parent.querySelectorAll('[data-part]')].find((one) => one.getAttribute('data-part') === part);
  return found instanceof HTMLElement || found instanceof SVGElement ? found : undefined;
}

function elementOf(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no ${id}.`);
  return element;
}
