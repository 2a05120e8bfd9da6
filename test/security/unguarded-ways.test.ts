import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Ways to show text to people, and the only files that may take them: what goes through those is harmless. */
const WAYS: readonly {
  readonly what: string;
  readonly call: RegExp;
  readonly from: string;
  readonly within: string;
}[] = [
  {
    what: 'messages',
    call: /\bshow(?:Information|Warning|Error)Message\b/,
    from: 'client/src',
    within: 'client/src/says/',
  },
  { what: 'progress', call: /\bwithProgress\b/, from: 'client/src', within: 'client/src/says/' },
  {
    what: 'the status bar',
    call: /\bsetStatusBarMessage\b|\bcreateStatusBarItem\b/,
    from: 'client/src',
    within: 'client/src/says/',
  },
  {
    what: 'questions',
    call: /\bshow(?:QuickPick|InputBox)\b|\bcreateInputBox\b/,
    from: 'client/src',
    within: 'client/src/says/',
  },
  // What a command throws is shown by VS Code as it is.
  { what: 'commands', call: /\bregister(?:TextEditor)?Command\b/, from: 'client/src', within: 'client/src/says/' },
  {
    what: 'pages that are programs',
    call: /\bcreateWebviewPanel\b|\bwebview\.html\b/,
    from: 'client/src',
    within: 'client/src/pages/page.ts',
  },
  { what: 'Markdown', call: /\bMarkdownString\b/, from: 'client/src', within: 'nowhere' },
  { what: 'HTML of ours', call: /\bHtml\.ours\b/, from: 'server/src', within: 'server/src/text/' },
  { what: 'HTML of ours', call: /\bHtml\.ours\b/, from: 'client/src', within: 'client/src/pages/' },
  {
    what: 'messages of the server',
    call: /\bShowMessage(?:Notification|Request)\b|\bconnection\.window\b|\bcreateWorkDoneProgress\b|window\/showMessage/,
    from: 'server/src',
    within: 'server/src/language/show-message.ts',
  },
  { what: 'hovers', call: /kind: 'markdown'|MarkupKind/, from: 'server/src', within: 'server/src/language/hover.ts' },
  // Takes a string as it is.
  { what: 'Markdown of ours', call: /\bMarkdown\.ours\b/, from: 'server/src/language', within: 'nowhere' },
  { what: 'Markdown of ours', call: /\bMarkdown\.ours\b/, from: 'server/src/report', within: 'nowhere' },
  {
    what: 'a string taken for harmless',
    call: /\bas (?:Saying|Markdown)\b/,
    from: 'server/src',
    within: 'server/src/text/',
  },
  { what: 'a string taken for harmless', call: /\bas (?:Saying|Markdown)\b/, from: 'client/src', within: 'nowhere' },
];

it.each(WAYS)('no other file has a way of its own to show $what', ({ call, from, within }) => {
  const found = readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(within) && call.test(readFileSync(file, 'utf8')));
  expect(found).toEqual([]);
});
