import { spoken } from './amounts.ts';
import type { Evidence } from './types.ts';

/** A number that advice rests on, with its unit: `0.25 cores`, `384 MiB a day`, `13.9 days`. */
export function evidenceText({ value, unit }: Evidence): string {
  switch (unit) {
    case 'cores':
      return spoken('cpu', value);
    case 'bytes':
      return spoken('memory', value);
    case 'bytes a day':
      return `${spoken('memory', value)} a day`;
    case 'percent':
      return `${Number(value.toPrecision(3))}%`;
    case 'days':
      return `${Number(value.toPrecision(3))} days`;
    case 'count':
      return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
  }
}
