import { fixAll, type SafeChange } from '../fixes/fix-all';
import { setValue } from '../fixes/set-value';
import type { DigestSource } from '../gating/digest-source';
import { isPlaceholder, parseImageReference, withDigest } from '../gating/image-reference';
import { ManifestFile } from '../manifest/file';
import { podsOf } from '../pod/pod';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { type InputFile, writeText } from './files';

/** How many registries are asked at once. */
const AT_ONCE = 4;

interface Unpinned {
  readonly image: string;
  /** Where it is in the file, counted from 1. */
  readonly line: number;
  /** Writes its digest, where that is known and can be done. */
  change(): SafeChange | undefined;
}

/** Pins the images of files to the digests that their tags have at the moment; each image is asked for once. */
export class ImagePinner {
  readonly #digests: DigestSource;
  readonly #index: WorkspaceIndex;
  readonly #known = new Map<string, string | undefined>();
  /** Why images could not be pinned, or where not: sentences for the user. */
  readonly failures: string[] = [];

  constructor(digests: DigestSource, index: WorkspaceIndex) {
    this.#digests = digests;
    this.#index = index;
  }

  /**
   * Pins the images of a file on the disk, and gives the file as it is then.
   * @throws UsageError where it can't be written
   */
  async pin(input: InputFile, file: ManifestFile): Promise<ManifestFile> {
    await this.#ask([...new Set(this.#unpinned(file).map(({ image }) => image))]);
    let last = file;
    const text = fixAll(file.text, (current) => {
      last = ManifestFile.read(current, last);
      return this.#unpinned(last).flatMap(({ change }) => change() ?? []);
    });
    const pinned = ManifestFile.read(text, last);
    this.failures.push(...this.#unwritten(input.name, pinned));
    if (text !== file.text) await writeText(input, text);
    return pinned;
  }

  async #ask(images: readonly string[]): Promise<void> {
    const left = images.filter((image) => !this.#known.has(image));
    const work = async (): Promise<void> => {
      for (let image = left.shift(); image !== undefined; image = left.shift()) {
        try {
          this.#known.set(image, await this.#digests.digestOf(image, new AbortController().signal));
        } catch (error) {
          this.#known.set(image, undefined);
          this.failures.push(error instanceof Error ? error.message : String(error));
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  /** The digests that are known, but not written: where a text serves several places, or is no simple one. */
  #unwritten(name: string, file: ManifestFile): string[] {
    const lines = new Map<string, number[]>();
    for (const { image, line } of this.#unpinned(file)) lines.set(image, [...(lines.get(image) ?? []), line]);
    return [...lines].flatMap(([image, at]) => {
      const digest = this.#known.get(image);
      if (digest === undefined) return [];
      const places = `${at.length === 1 ? 'line' : 'lines'} ${at.join(', ')}`;
      return `${name}: the digest of ${image} could not be written in ${places}; it is ${digest}. Write it there yourself.`;
    });
  }

  /** The images without a digest that run as they are written: of others, a kustomization decides. */
  #unpinned(file: ManifestFile): Unpinned[] {
    return file.documents.flatMap(({ document, offset, line }) =>
      document.resources.flatMap((resource) =>
        podsOf(resource, () => []).flatMap(({ containers }) =>
          containers.flatMap(({ image, value }) => {
            if (image === undefined || isPlaceholder(image) || parseImageReference(image)?.digest !== undefined)
              return [];
            if (!parseImageReference(image) || this.#index.imagesFor(resource, image).some((made) => made !== image))
              return [];
            const at = value.get('image');
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
