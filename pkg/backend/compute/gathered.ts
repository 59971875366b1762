/** A value and the one buffer that holds the numbers of all its arrays. */
export interface Gathered<T> {
  readonly value: T;
  readonly buffer: ArrayBuffer;
}

type Numbers = Float64Array | Int16Array | Int8Array | Uint8Array;

const KINDS = [Float64Array, Int16Array, Int8Array, Uint8Array] as const;
const ALIGNMENT = Float64Array.BYTES_PER_ELEMENT;

/**
 * A copy of a plain value whose typed arrays are views into one buffer, which can be handed to another thread as a
 * whole. Hundreds of arrays of some kilobytes, each freed at its own time, would leave the memory of the process full
 * of holes. Arrays in shared memory and arrays of other kinds stay what they are.
 */
export function gathered<T>(value: T): Gathered<T> {
  const buffer = new ArrayBuffer(bytesOf(value));
  let offset = 0;
  const moved = (part: unknown): unknown => {
    const kind = kindOf(part);
    if (kind === undefined) {
      return isPlain(part) ? mapParts(part, moved) : part;
    }
    const numbers = part as Numbers;
    const view = new kind(buffer, offset, numbers.length);
    view.set(numbers);
    offset += aligned(numbers.byteLength);
    return view;
  };
  return { value: moved(value) as T, buffer };
}

function bytesOf(part: unknown): number {
  if (kindOf(part) !== undefined) {
    return aligned((part as Numbers).byteLength);
  }
  return isPlain(part) ? Object.values(part).reduce<number>((sum, inner) => sum + bytesOf(inner), 0) : 0;
}

function kindOf(part: unknown): (typeof KINDS)[number] | undefined {
  return ArrayBuffer.isView(part) && part.buffer instanceof ArrayBuffer
    ? KINDS.find((kind) => part.constructor === kind)
    : undefined;
}

/** Lists and records; anything else, such as a map, is left as it is. */
function isPlain(part: unknown): part is object {
  if (part === null || typeof part !== 'object') {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(part);
  return prototype === Object.prototype || prototype === Array.prototype;
}

function mapParts(part: object, change: (inner: unknown) => unknown): unknown {
  return Array.isArray(part)
    ? part.map(change)
    : Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, change(inner)]));
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
