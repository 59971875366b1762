import { closeSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { makePrivateFile } from '../directory.ts';
import { translateFileError } from './file-errors.ts';

/** What one transaction changed in the tables that are kept twice. */
export interface JournalRecord {
  /** Grows by 1 with each record. */
  readonly sequence: number;
  /** A changeset of SQLite's session extension. */
  readonly changes: Uint8Array;
}

const HEADER_BYTES = 16; // length, checksum, sequence

/**
 * The changes since the copy was last brought up to date, in a file that only grows at its end. A record is on disk once
 * `append` returns, and gone without a trace when it throws. What a crash left half written is dropped when it is opened.
 */
export class ChangeJournal {
  private readonly path: string;
  private readonly file: number;
  private end: number;
  /** Where the newest record begins. */
  private last: number;

  constructor(path: string) {
    makePrivateFile(path);
    this.path = path;
    try {
      this.file = openSync(path, 'r+');
    } catch (thrown) {
      throw translateFileError(thrown);
    }
    this.end = parse(readFileSync(path)).end;
    this.last = this.end;
    this.cut();
  }

  /** Size of what it holds. */
  get bytes(): number {
    return this.end;
  }

  /** What it holds, oldest first, up to the first record that is damaged. */
  records(): readonly JournalRecord[] {
    return parse(readFileSync(this.path).subarray(0, this.end)).records;
  }

  append(record: JournalRecord): void {
    const bytes = encode(record);
    try {
      writeFully(this.file, bytes, this.end);
      fdatasyncSync(this.file);
    } catch (thrown) {
      this.cut();
      throw translateFileError(thrown);
    }
    this.last = this.end;
    this.end += bytes.length;
  }

  /** Takes the newest record back, once. */
  takeBack(): void {
    this.end = this.last;
    this.cut();
  }

  clear(): void {
    this.end = 0;
    this.last = 0;
    this.cut();
  }

  /** Throws what `append` would throw now. */
  probe(): void {
    this.append({ sequence: 0, changes: new Uint8Array() });
    this.takeBack();
  }

  close(): void {
    closeSync(this.file);
  }

  /** Where the disk refuses even that, the next record is written over what should be gone. */
  private cut(): void {
    try {
      ftruncateSync(this.file, this.end);
      fdatasyncSync(this.file);
    } catch {
      // The next record tells what is wrong with the disk.
    }
  }
}

function writeFully(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
  }
}

function encode({ sequence, changes }: JournalRecord): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES + changes.length);
  bytes.writeUInt32LE(changes.length, 0);
  bytes.writeBigUInt64LE(BigInt(sequence), 8);
  bytes.set(changes, HEADER_BYTES);
  bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4);
  return bytes;
}

function parse(bytes: Buffer): { readonly records: readonly JournalRecord[]; readonly end: number } {
  const records: JournalRecord[] = [];
  let end = 0;
  for (let found = decode(bytes, end); found !== undefined; found = decode(bytes, end)) {
    records.push(found);
    end += HEADER_BYTES + found.changes.length;
  }
  return { records, end };
}

/** `undefined` at the end, and where what stands there is no whole record. */
function decode(bytes: Buffer, at: number): JournalRecord | undefined {
  if (bytes.length < at + HEADER_BYTES) {
    return undefined;
  }
  const length = bytes.readUInt32LE(at);
  const changes = bytes.subarray(at + HEADER_BYTES, at + HEADER_BYTES + length);
  const isSound =
    changes.length === length &&
    crc32(bytes.subarray(at + 8, at + HEADER_BYTES + length)) === bytes.readUInt32LE(at + 4);
  return isSound ? { sequence: Number(bytes.readBigUInt64LE(at + 8)), changes } : undefined;
}
