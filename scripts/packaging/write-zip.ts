import { crc32, deflateRawSync } from 'node:zlib';

/** A file that goes into an archive. */
export interface ZipFile {
  readonly path: string;
  readonly bytes: Buffer;
  /** Rights, such as 0o755. */
  readonly mode: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const DEFLATED = 8;
const VERSION = 20;
const MADE_BY_UNIX = 0x0314;
const UTF8_NAMES = 0x0800;
const REGULAR_FILE = 0o100000;
/** 1 January 1980: the same content gives the same archive. */
const DATE = 0x0021;

/** A zip archive whose rights survive unpacking on Unix. */
export function writeZip(files: readonly ZipFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { path, bytes, mode } of files) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(bytes, { level: 9 });
    const common = commonFields(bytes, packed.byteLength, name.byteLength);
    directory.push(numbers([CENTRAL, 4], [MADE_BY_UNIX, 2]), common, centralFields(mode, at), name);
    const local = [numbers([LOCAL, 4]), common, name, packed];
    parts.push(...local);
    at += local.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }
  const central = Buffer.concat(directory);
  const count: [number, number] = [files.length, 2];
  const end = numbers([END, 4], [0, 4], count, count, [central.byteLength, 4], [at, 4], [0, 2]);
  return Buffer.concat([...parts, central, end]);
}

/** What a file's own header and the directory both tell. */
function commonFields(bytes: Buffer, packed: number, nameLength: number): Buffer {
  return numbers(
    [VERSION, 2],
    [UTF8_NAMES, 2],
    [DEFLATED, 2],
    [0, 2],
    [DATE, 2],
    [crc32(bytes), 4],
    [packed, 4],
    [bytes.byteLength, 4],
    [nameLength, 2],
    [0, 2]
  );
}

function centralFields(mode: number, offset: number): Buffer {
  return numbers([0, 2], [0, 2], [0, 2], [((REGULAR_FILE | mode) << 16) >>> 0, 4], [offset, 4]);
}

/** Little-endian numbers of two or four bytes. */
function numbers(...fields: readonly [value: number, bytes: number][]): Buffer {
  return Buffer.concat(
    fields.map(([value, bytes]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    })
  );
}
