import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { HeadroomError } from '#contract/errors.ts';

/**
 * Reads a file of a benchmark folder; names that end in `.gz` are unpacked.
 *
 * @throws HeadroomError `invalid_argument` when it cannot be read
 */
export function readBenchFile(path: string, wanted: string): string {
  try {
    const bytes = readFileSync(path);
    return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (cause) {
    throw new HeadroomError('invalid_argument', `Cannot read ${path}.`, {
      field: 'data',
      remedy: `Pass the folder with ${wanted} as --data.`,
      cause,
    });
  }
}

/** Calls back with the fields of each line after the header; no field may hold a comma or a quote. */
export function eachRow(text: string, visit: (fields: readonly string[]) => void): void {
  for (let from = text.indexOf('\n') + 1; from > 0 && from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline;
    visit(text.slice(from, to).trimEnd().split(','));
    from = to + 1;
  }
}

/** Names sorted, and of each set only the first `limit`. */
export function firstOfEachSet(
  meta: Readonly<Record<string, { readonly dataset: string }>>,
  limit: number = Infinity
): string[] {
  const taken = new Map<string, number>();
  return Object.keys(meta)
    .sort()
    .filter((name) => {
      const set = meta[name]!.dataset;
      const before = taken.get(set) ?? 0;
      taken.set(set, before + 1);
      return before < limit;
    });
}
