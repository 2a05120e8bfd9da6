/*
 * Reads the names in the index of a git repository (gitformat-index(5)) without running git: the settings of a repository
 * can make git run other programs. Libraries that read an index implement all of git, and only a list of names is needed.
 */

/** A name in an index. */
interface IndexEntry {
  /** Relative to the top of the repository, with forward slashes. */
  readonly name: string;
  readonly kind: 'file' | 'link' | 'folder';
}

export interface GitIndex {
  readonly entries: readonly IndexEntry[];
  /** The hash in the name of the shared index file; `undefined` if the index is not split. */
  readonly shared: string | undefined;
}

/** The lengths of SHA-1 and SHA-256. */
const HASH_LENGTHS = [20, 32];
/** What comes before the hash of an entry: times, device, inode, mode, owner, size. */
const MODE_AT = 24;
const HASH_AT = 40;
const EXTENDED = 0x4000;
/** By the upper four bits of the mode; a folder is a submodule or, in a sparse index, left out as a whole. */
const KINDS: ReadonlyMap<number, IndexEntry['kind']> = new Map([
  [0b1000, 'file'],
  [0b1010, 'link'],
  [0b1110, 'folder'],
  [0b0100, 'folder'],
]);

/** The entries of an index of any version; `undefined` if the bytes are not an index. */
export function readGitIndex(bytes: Uint8Array): GitIndex | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (data.length < 12 || data.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = data.readUInt32BE(4);
  if (version < 2 || version > 4) return undefined;
  // Only the configuration of the repository says which hash it uses. With the wrong length, no entry can be read.
  for (const hashLength of HASH_LENGTHS) {
    const index = readEntries(data, version, hashLength);
    if (index) return index;
  }
  return undefined;
}

function readEntries(data: Buffer, version: number, hashLength: number): GitIndex | undefined {
  const end = data.length - hashLength;
  const entries: IndexEntry[] = [];
  let index = 12;
  let previous: Uint8Array = new Uint8Array();
  for (let left = data.readUInt32BE(8); left > 0; left--) {
    const flagsAt = index + HASH_AT + hashLength;
    if (flagsAt + 4 > end) return undefined;
    const kind = KINDS.get(data.readUInt32BE(index + MODE_AT) >>> 12);
    if (!kind) return undefined;
    let nameAt = flagsAt + 2;
    if ((data.readUInt16BE(flagsAt) & EXTENDED) !== 0) {
      if (version === 2) return undefined;
      nameAt += 2;
    }
    let kept = 0;
    if (version === 4) {
      const strip = readOffset(data, nameAt, end);
      if (!strip || strip.value > previous.length) return undefined;
      kept = previous.length - strip.value;
      nameAt = strip.end;
    }
    const nameEnd = data.indexOf(0, nameAt);
    if (nameEnd === -1 || nameEnd >= end) return undefined;
    const own = data.subarray(nameAt, nameEnd);
    const name = kept === 0 ? own : Buffer.concat([previous.subarray(0, kept), own]);
    // In a split index, an entry that takes the place of a shared one has no name.
    if (name.length > 0) entries.push({ name: name.toString('utf8').replace(/\/$/, ''), kind });
    previous = name;
    // Up to version 3, one to eight NULs make the length of an entry a multiple of eight.
    index = version === 4 ? nameEnd + 1 : index + ((nameEnd - index + 8) & ~7);
  }
  return index > end ? undefined : { entries, shared: sharedIndex(data, index, end, hashLength) };
}

/** A number in the encoding of pack files' offsets: seven bits a byte, and each further byte adds one. */
function readOffset(data: Buffer, from: number, to: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let index = from; index < Math.min(to, from + 5); index++) {
    const byte = data[index] ?? 0;
    value = value * 128 + (byte & 127);
    if ((byte & 128) === 0) return { value, end: index + 1 };
    value++;
  }
  return undefined;
}

/** Behind the entries come extensions; `link` is that of a split index. */
function sharedIndex(data: Buffer, from: number, end: number, hashLength: number): string | undefined {
  for (let index = from; index + 8 <= end; index += 8 + data.readUInt32BE(index + 4)) {
    if (data.toString('latin1', index, index + 4) !== 'link') continue;
    const hash = data.toString('hex', index + 8, Math.min(end, index + 8 + hashLength));
    return /^0*$/.test(hash) ? undefined : hash;
  }
  return undefined;
}
