import MarkdownIt from 'markdown-it';
import { marked, type Token } from 'marked';

/** As VS Code's preview is: with addresses as links and HTML as such. Other editors look for more. */
const preview = new MarkdownIt({ html: true, linkify: true });

/** What Markdown shows that is more than text, by two renderers: links and images with where they lead, and HTML. */
export function liveParts(markdown: string): string[] {
  const found: string[] = [];
  marked.walkTokens(marked.lexer(markdown, { gfm: true }), (token: Token) => {
    if (token.type === 'link' || token.type === 'image') found.push(`${token.type} ${token.href}`);
    if (token.type === 'html') found.push(`html ${token.raw}`);
  });
  for (const token of preview.parse(markdown, {}).flatMap(({ children, ...block }) => [block, ...(children ?? [])])) {
    if (token.type === 'link_open') found.push(`link ${token.attrs?.find(([name]) => name === 'href')?.[1]}`);
    if (token.type === 'image') found.push(`image ${token.attrs?.find(([name]) => name === 'src')?.[1]}`);
    if (token.type.startsWith('html')) found.push(`html ${token.content}`);
  }
  return found;
}

/** The text of a page as it is read, without what gives it its form. */
export function readText(markdown: string): string {
  return preview
    .render(markdown)
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replaceAll('\u200b', '');
}

/** Names that would be more than a name where they are shown. */
export const MARKDOWN_ATTACKS: readonly (readonly [what: string, text: string])[] = [
  ['an image', '![p](https://evil.example/p.png)'],
  ['a link to a command', '[Fix it](command:workbench.action.terminal.new "now")'],
  ['HTML', '<img src="https://evil.example/p.png"><a href=command:x>x</a>'],
  ['an address in brackets', '<https://evil.example/>'],
  ['a bare address', 'https://evil.example/a and www.evil.example and me@evil.example'],
  ['code that ends too early', 'a` ![p](https://evil.example/p.png) `b'],
  ['a lone backtick', 'a ` ![p](https://evil.example/p.png)'],
  ['escapes that take ours away', '\\![p\\](https://evil.example/p.png) \\\\[x](https://evil.example)'],
  ['paragraphs', 'x\n\n# y\n\n<b>z</b>\n\n[r]: https://evil.example\n\n[r] ![r]\n'],
  ['character references', '&#91;x&#93;&#40;https://evil.example&#41; &lt;img src=x&gt;'],
  ['nested brackets', '[[![a](https://evil.example/p)](https://evil.example)](https://evil.example)'],
  ['what can’t be seen', '[x]\u200b(https://evil.example) ht\u200btps://evil.example'],
];
