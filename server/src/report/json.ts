import { printableJson } from '../text/printable';
import type { Report } from './report';

/** The version of the form of the report, which is stable for scripts. It grows when the form changes. */
const VERSION = 1;

/** The report for scripts, with every field unchanged. */
export async function* toJsonReport(report: Report): AsyncGenerator<string> {
  const { files, checked, leftOut } = report;
  yield `{\n  "version": ${VERSION},\n  "files": ${files},\n  "findings": [`;
  const [findings, pods] = [new JsonItems(4), new JsonItems(4)];
  // The pods come behind the findings of all files.
  const podTexts: string[] = [];
  for await (const file of checked) {
    for (const finding of file.findings) yield findings.add(finding);
    for (const pod of file.pods) podTexts.push(pods.add(pod));
  }
  yield `${findings.end()},\n  "pods": [`;
  yield* podTexts;
  yield pods.end();
  const { accepted } = report;
  const rest = jsonText(
    {
      skipped: report.skipped,
      leftOut,
      ...(accepted && { [accepted.by]: { known: accepted.known, gone: accepted.gone } }),
    },
    2,
  );
  yield `,${rest.slice(1)}\n`;
}

/** The items of an array in JSON text, one by one, as `JSON.stringify` writes them with an indentation of 2. */
export class JsonItems {
  readonly #indent: string;
  readonly #replacer: Replacer | undefined;
  #count = 0;

  /** @param columns the indentation of the items */
  constructor(columns: number, replacer?: Replacer) {
    this.#indent = `\n${' '.repeat(columns)}`;
    this.#replacer = replacer;
  }

  /** The text of an item, with the comma before it. */
  add(item: unknown): string {
    const comma = this.#count++ > 0 ? ',' : '';
    return comma + this.#indent + jsonText(item, 2, this.#replacer).replaceAll('\n', this.#indent);
  }

  /** The end of the array. */
  end(): string {
    return this.#count > 0 ? `${this.#indent.slice(0, -2)}]` : ']';
  }
}

type Replacer = (this: unknown, key: string, value: unknown) => unknown;

/** JSON that is safe to print: the same data, except for the changes of the replacer. */
export function jsonText(data: unknown, indent?: number, replacer?: Replacer): string {
  return printableJson(JSON.stringify(data, replacer, indent));
}
