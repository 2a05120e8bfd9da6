import { fixAll, type SafeChange } from '../fixes/fix-all';
import { setValue } from '../fixes/set-value';
import type { DigestSource } from '../image/digest-source';
import { isPlaceholder, parseImageReference, withDigest } from '../image/image-reference';
import { ManifestFile } from '../manifest/file';
import { podsOf } from '../pod/pod';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { Changed } from './fix';
import type { InputFile } from './input-file';
import { writeText } from './write-file';

/** How many registries are asked at once. */
const AT_ONCE = 4;

interface Unpinned {
  readonly image: string;
  /** Where it is in the file, counted from 1. */
  readonly line: number;
  /** Writes its digest, if the digest is known and can be written. */
  change(): SafeChange | undefined;
}

/** Pins the images of files to the current digests of their tags. Each image is asked for once. */
export class ImagePinner {
  readonly #digests: DigestSource;
  readonly #index: WorkspaceIndex;
  readonly #opened: readonly string[];
  readonly #known = new Map<string, string | undefined>();
  /** Why images could not be pinned: sentences for the user. */
  readonly failures: string[] = [];

  /** @param opened the files and folders that are looked at, as absolute paths */
  constructor(digests: DigestSource, index: WorkspaceIndex, opened: readonly string[]) {
    this.#digests = digests;
    this.#index = index;
    this.#opened = opened;
  }

  /**
   * Pins the images of a file on the disk.
   * @throws UsageError if it can't be written
   */
  async pin(input: InputFile, file: ManifestFile, cwd: string): Promise<Changed> {
    await this.#ask([...new Set(this.#unpinned(file).map(({ image }) => image))]);
    let last = file;
    const text = fixAll(file.text, (current) => {
      last = ManifestFile.read(current, last);
      return this.#unpinned(last).flatMap(({ change }) => change() ?? []);
    });
    const pinned = ManifestFile.read(text, last);
    this.failures.push(...this.#unwritten(input.name, pinned));
    const notWritten = text === file.text ? undefined : await writeText(input, file.text, text, cwd);
    return notWritten === undefined ? { file: pinned } : { file, notWritten };
  }

  async #ask(images: readonly string[]): Promise<void> {
    const left = images.filter((image) => !this.#known.has(image));
    const work = async (): Promise<void> => {
      for (let image = left.shift(); image !== undefined; image = left.shift()) {
        try {
          const { signal } = new AbortController();
          this.#known.set(image, await this.#digests.digestOf(image, signal, this.#opened));
        } catch (error) {
          this.#known.set(image, undefined);
          this.failures.push(error instanceof Error ? error.message : String(error));
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  /** The digests that are known but not written, for example because an alias uses the text in several places. */
  #unwritten(name: string, file: ManifestFile): string[] {
    const lines = new Map<string, number[]>();
    for (const { image, line } of this.#unpinned(file)) lines.set(image, [...(lines.get(image) ?? []), line]);
    return [...lines].flatMap(([image, at]) => {
      const digest = this.#known.get(image);
      if (digest === undefined) return [];
      const places = `${at.length === 1 ? 'line' : 'lines'} ${at.join(', ')}`;
      return `${name}: the digest of ${image} could not be written in ${places}. Write ${digest} yourself.`;
    });
  }

  /** The images without a digest that run as they are written. Images that a kustomization changes are left out. */
  #unpinned(file: ManifestFile): Unpinned[] {
    return file.documents.flatMap(({ document, offset, line }) =>
      document.resources.flatMap((resource) =>
        podsOf(resource, () => []).flatMap(({ images }) =>
          images.flatMap(({ text: image, at }) => {
            if (image === undefined || isPlaceholder(image) || parseImageReference(image)?.digest !== undefined)
              return [];
            if (
              !parseImageReference(image) ||
              this.#index.builds.imagesFor(resource, image).some((made) => made !== image)
            )
              return [];
            const change = (): SafeChange | undefined => {
              const digest = this.#known.get(image);
              const made = digest && setValue(document, at, withDigest(image, digest));
              return made ? { offset, change: made } : undefined;
            };
            return [{ image, line: line + document.lines.lineAt(at.span.start) + 1, change }];
          }),
        ),
      ),
    );
  }
}
