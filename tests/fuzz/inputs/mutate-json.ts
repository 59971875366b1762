import fc from 'fast-check';
import { ODD_KEYS, oddValue } from './odd-values.ts';

type Path = readonly (string | number)[];

/** One change of a JSON value; `at` chooses the place among all there are. */
interface Change {
  readonly kind: 'replace' | 'remove' | 'add' | 'repeat';
  readonly at: number;
  readonly key: string;
  readonly value: unknown;
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'repeat'),
  at: fc.nat(),
  key: fc.constantFrom(...ODD_KEYS),
  value: oddValue,
});

/** A correct value with up to three changes, none included. */
export function mutatedJson(correct: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...correct), fc.array(change, { maxLength: 3 }))
    .map(([value, changes]) => changes.reduce(applied, value));
}

/** The text of a JSON value, sometimes damaged as a text: cut off, with bytes changed, numbers that JSON has not. */
export function mutatedJsonText(correct: readonly unknown[]): fc.Arbitrary<string> {
  const damage = fc.tuple(fc.constantFrom('none', 'none', 'none', 'cut', 'insert', 'number', 'twice'), fc.nat());
  const junk = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });
  return fc.tuple(mutatedJson(correct), damage, junk).map(([value, [kind, at], inserted]) => {
    const text = JSON.stringify(value) ?? '';
    const place = text.length === 0 ? 0 : at % text.length;
    switch (kind) {
      case 'cut':
        return text.slice(0, place);
      case 'insert':
        return text.slice(0, place) + inserted + text.slice(place);
      case 'number':
        return text.replace(/-?\d+(\.\d+)?/, ['NaN', '1e999', '-', '0x1f', '01', '1e-9999'][at % 6] ?? '');
      case 'twice':
        return text + text;
      default:
        return text;
    }
  });
}

function applied(value: unknown, { kind, at, key, value: odd }: Change): unknown {
  const places = placesIn(value);
  const path = places[at % places.length] ?? [];
  if (kind === 'add') {
    return changedAt(value, path, (found) => withKey(found, key, odd));
  }
  const parent = path.slice(0, -1);
  const last = path.at(-1);
  if (kind === 'replace' || last === undefined) {
    return changedAt(value, path, () => odd);
  }
  return changedAt(value, parent, (found) => (kind === 'remove' ? without(found, last) : repeated(found, last)));
}

/** Every place of a value, itself included; deep ones are left alone. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || path.length > 6) {
    return [path];
  }
  const keys = Array.isArray(value) ? value.slice(0, 20).map((_, i) => i) : Object.keys(value).slice(0, 40);
  return [path, ...keys.flatMap((key) => placesIn((value as Record<string, unknown>)[String(key)], [...path, key]))];
}

function changedAt(value: unknown, path: Path, change: (found: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    return change(value);
  }
  return Array.isArray(value)
    ? (value as unknown[]).map((one, i) => (i === key ? changedAt(one, rest, change) : one))
    : fromEntries(value, ([name, one]) => [[name, name === key ? changedAt(one, rest, change) : one]]);
}

function withKey(value: unknown, key: string, odd: unknown): unknown {
  if (Array.isArray(value)) {
    return [...(value as unknown[]), odd];
  }
  return Object.fromEntries([...Object.entries(value ?? {}), [key, odd]]);
}

function without(value: unknown, key: string | number): unknown {
  return Array.isArray(value)
    ? (value as unknown[]).filter((_, i) => i !== key)
    : fromEntries(value, (entry) => (entry[0] === key ? [] : [entry]));
}

/** A list with one entry many times; of an object, one value under a second name. */
function repeated(value: unknown, key: string | number): unknown {
  return Array.isArray(value)
    ? (value as unknown[]).flatMap((one, i) => (i === key ? copiesOf(one) : [one]))
    : fromEntries(value, (entry) => (entry[0] === key ? [entry, [`${key}2`, entry[1]]] : [entry]));
}

/** Copies of copies of copies would fill the memory of the test. */
function copiesOf(one: unknown): unknown[] {
  const bytes = JSON.stringify(one)?.length ?? 0;
  return Array.from({ length: Math.max(1, Math.min(600, Math.floor(100_000 / (bytes + 1)))) }, () => one);
}

/** `Object.fromEntries` makes even `__proto__` a field like any other. */
function fromEntries(value: unknown, change: (entry: [string, unknown]) => [string, unknown][]): unknown {
  return Object.fromEntries(Object.entries(value ?? {}).flatMap(change));
}
