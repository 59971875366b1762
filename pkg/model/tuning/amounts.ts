import type { Resource } from './types.ts';

/** Bytes. */
export const MIB = 1024 ** 2;
export const GIB = 1024 ** 3;

/** An amount that is set: finite and above zero. Kubernetes reads a limit of zero as none. */
export function setAmount(amount: number | undefined): number | undefined {
  return amount !== undefined && Number.isFinite(amount) && amount > 0 ? amount : undefined;
}

/** Rounds up to whole units; a value that is one within 1 part in 10⁹ stays. */
export function roundUpTo(amount: number, unit: number): number {
  return Math.ceil(amount / unit - 1e-9) * unit;
}

/** The thousandth of a core as an exact decimal: 0.035, not 0.034999999999999996. */
export function millicores(count: number): number {
  return Math.round(count) / 1000;
}

/** Steps of round amounts: finer where amounts are small. In thousandths of a core and in MiB. */
const CPU_STEPS = [
  { below: 100, unit: 1 },
  { below: 1_000, unit: 10 },
  { below: Infinity, unit: 50 },
];
const MEMORY_STEPS = [
  { below: 256, unit: 4 },
  { below: 2_048, unit: 16 },
  { below: Infinity, unit: 64 },
];

/**
 * The next round amount at or above: CPU in steps of 1m under 100m, 10m under one core, then 50m; memory in steps of
 * 4 MiB under 256 MiB, 16 MiB under 2 GiB, then 64 MiB. Rounding twice changes nothing.
 */
export function roundAmount(resource: Resource, amount: number): number {
  const small = resource === 'cpu' ? amount * 1_000 : amount / MIB;
  const steps = resource === 'cpu' ? CPU_STEPS : MEMORY_STEPS;
  const unit = steps.find(({ below }) => small <= below)!.unit;
  const rounded = roundUpTo(small, unit);
  return resource === 'cpu' ? millicores(rounded) : rounded * MIB;
}

/** As Kubernetes writes it: `250m`, `1.5`, `384Mi`, `2Gi`. Rounded up to a thousandth of a core or a MiB. */
export function quantity(resource: Resource | 'storage', amount: number): string {
  if (resource === 'cpu') {
    const count = roundUpTo(amount * 1_000, 1);
    return count % 1_000 === 0 ? String(count / 1_000) : `${count}m`;
  }
  const count = roundUpTo(amount / MIB, 1);
  return count % 1_024 === 0 ? `${count / 1_024}Gi` : `${count}Mi`;
}

/** For sentences: `0.25 cores`, `384 MiB`, `2.5 GiB`. */
export function spoken(resource: Resource | 'storage', amount: number): string {
  if (resource === 'cpu') {
    const shown = Number(amount.toPrecision(3));
    return `${shown} ${shown === 1 ? 'core' : 'cores'}`;
  }
  // Whole MiB up to 1,023: what is read here is compared with the patch, which has them.
  const count = amount / MIB;
  return amount >= GIB
    ? `${Number((amount / GIB).toPrecision(3))} GiB`
    : `${Number(count.toPrecision(count >= 1_000 ? 4 : 3))} MiB`;
}
