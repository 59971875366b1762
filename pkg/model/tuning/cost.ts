import { GIB } from './amounts.ts';
import type { CostChange, Resource } from './types.ts';

/** What is reserved has a price: requests and volume sizes. Limits cost nothing. */
export interface PriceBook {
  readonly currency: string;
  readonly cpuCoreHour: number;
  readonly memoryGibHour: number;
  readonly storageGibMonth: number;
}

const HOURS_A_MONTH = 730;

/** Money a month for an amount (cores or bytes) that `replicas` reserve; NaN where nothing is reserved. */
export function monthlyCost(
  prices: PriceBook,
  resource: Resource | 'storage',
  amount: number | undefined,
  replicas: number
): number {
  if (amount === undefined) {
    return NaN;
  }
  switch (resource) {
    case 'cpu':
      return amount * replicas * prices.cpuCoreHour * HOURS_A_MONTH;
    case 'memory':
      return (amount / GIB) * replicas * prices.memoryGibHour * HOURS_A_MONTH;
    case 'storage':
      return (amount / GIB) * replicas * prices.storageGibMonth;
  }
}

/** Before and after a change. What costs more is a reliability fix and no negative saving. */
export function costChange(currency: string, before: number, after: number): CostChange {
  const reserved = Number.isNaN(before) ? 0 : before;
  const difference = Number.isNaN(after) ? 0 : after - reserved;
  return { currency, before, after, saving: Math.max(0, -difference), extra: Math.max(0, difference) };
}
