import type { LoadShape } from '../load.ts';
import { MIB, MINUTE } from '../series.ts';
import type { ContainerSpec } from './workload.ts';

/** Customers of the shop: evenings and weekends. */
export const SHOPPERS: LoadShape = { growthPerDay: 0.006, daily: 0.55, peakHour: 18, weekend: 1.15, noise: 0.22 };
/** People at work: mid-day, hardly at weekends. */
export const OFFICE: LoadShape = { growthPerDay: 0.002, daily: 0.5, peakHour: 12, weekend: 0.45, noise: 0.2 };
/** Nearly the same at any time. */
export const STEADY: LoadShape = { growthPerDay: 0, daily: 0.06, peakHour: 14, weekend: 0.95, noise: 0.18 };
/** A job every night at two, little else. */
export const NIGHTLY: LoadShape = {
  growthPerDay: 0.001,
  daily: 0,
  peakHour: 12,
  weekend: 1,
  noise: 0.1,
  job: { startHour: 2, lengthMs: 50 * MINUTE, height: 14 },
};

/** A long job early on Sunday, little else. */
export const WEEKLY: LoadShape = {
  growthPerDay: 0,
  daily: 0,
  peakHour: 12,
  weekend: 1,
  noise: 0.1,
  job: { startHour: 4, lengthMs: 150 * MINUTE, height: 9, weekday: 7 },
};

/** Traffic of a pod that talks little. */
export const QUIET_NETWORK = { receive: 800, transmit: 1_200, receivePerCore: 60_000, transmitPerCore: 90_000 };
/** Traffic of a pod that serves requests. */
export const BUSY_NETWORK = { receive: 4_000, transmit: 6_000, receivePerCore: 900_000, transmitPerCore: 2_400_000 };

/** Memory in mebibytes: base, on top at load 1, leak an hour. */
export function memory(baseMib: number, loadMib: number, leakMibPerHour = 0): ContainerSpec['memory'] {
  return { baseBytes: baseMib * MIB, loadBytes: loadMib * MIB, leakBytesPerHour: leakMibPerHour * MIB };
}
