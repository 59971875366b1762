import fc from 'fast-check';

interface Damage {
  readonly kind: 'flip' | 'cut' | 'insert' | 'drop';
  readonly at: number;
  readonly bytes: Uint8Array;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('flip', 'cut', 'insert', 'drop'),
  at: fc.nat(),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
});

/** Bytes with one to four damages: bits flipped, cut off, bytes inserted or dropped. */
export function damagedBytes(correct: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(correct, fc.array(damage, { minLength: 1, maxLength: 4 }))
    .map(([bytes, damages]) => damages.reduce(damaged, bytes));
}

function damaged(bytes: Uint8Array, { kind, at, bytes: other }: Damage): Uint8Array {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  switch (kind) {
    case 'cut':
      return before;
    case 'insert':
      return Buffer.concat([before, other, after]);
    case 'drop':
      return Buffer.concat([before, after.subarray(other.length)]);
    default:
      return Buffer.concat([before, after.map((byte, i) => byte ^ (other[i] ?? 0))]);
  }
}
