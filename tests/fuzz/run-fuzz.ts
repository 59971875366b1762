import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect } from 'vitest';

/** How many inputs each door gets; few in CI, 10,000 by `make fuzz`. */
export const RUNS = Number(process.env['HEADROOM_FUZZ_RUNS'] ?? 300);
/** Drawn anew in every run; HEADROOM_SEED repeats one. */
export const SEED = Number(process.env['HEADROOM_SEED'] ?? randomInt(2 ** 31));

const BATCH = 100;
const MOST_FINDINGS = 5;
/** A check that takes longer has hung, whatever it waits for. */
const PATIENCE_MS = 60_000;

/** A door and what to send through it. */
export interface Fuzzed<T> {
  readonly inputs: fc.Arbitrary<T>;
  /** Sends one input; throws when the answer is not as it must be. */
  readonly check: (input: T) => Promise<void>;
  /** Sends a correct request; throws unless it is answered as ever. */
  readonly stillAnswers: () => Promise<void>;
  /** Inputs under way at a time. */
  readonly together?: number;
}

/** Sends {@link RUNS} inputs, and a correct request after every hundred; fails with the first few findings. */
export async function runFuzz<T>({ inputs, check, stillAnswers, together = 8 }: Fuzzed<T>): Promise<void> {
  const findings: string[] = [];
  for (let from = 0; from < RUNS && findings.length < MOST_FINDINGS; from += BATCH) {
    const numRuns = Math.min(BATCH, RUNS - from);
    const batch = fc.sample(inputs, { numRuns, seed: SEED + from });
    await runTogether(batch, together, async (input, i) => {
      try {
        await withinPatience(check(input));
      } catch (thrown) {
        findings.push(`input ${from + i} of seed ${SEED}: ${String(thrown).slice(0, 1_500)}\n  ${described(input)}`);
      }
    });
    await withinPatience(stillAnswers());
  }
  expect(findings.slice(0, MOST_FINDINGS).join('\n\n'), `HEADROOM_SEED=${SEED}`).toBe('');
}

async function runTogether<T>(
  all: readonly T[],
  together: number,
  work: (one: T, index: number) => Promise<void>
): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < all.length; i = next++) {
      await work(all[i] as T, i);
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
}

function withinPatience(work: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`No answer within ${PATIENCE_MS / 1_000} s.`)), PATIENCE_MS);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

function described(input: unknown): string {
  const text = JSON.stringify(asText('', input), asText) ?? String(input);
  return text.length > 2_000 ? `${text.slice(0, 1_200)} … ${text.slice(-600)}` : text;
}

/** Most bytes of most messages are text. */
function asText(_key: string, value: unknown): unknown {
  const bytes = value instanceof Uint8Array ? value : isBufferJson(value) ? Uint8Array.from(value.data) : undefined;
  return bytes === undefined ? value : Buffer.from(bytes).toString('latin1');
}

function isBufferJson(value: unknown): value is { readonly data: readonly number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value;
}
