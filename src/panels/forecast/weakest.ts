import type { TrustJson } from '#contract/rest.ts';
import { trustGrade, type TrustGrade } from '../../shared/forecast/trust-words.ts';
import type { PanelSeries } from './frames/panel-series.ts';

/** A series with its trust card. */
export interface Trusted {
  readonly name: string;
  readonly trust: TrustJson;
}

const ORDER: readonly TrustGrade[] = ['weak', 'untested', 'fair', 'good'];

/** The series whose forecast has earned the least trust; `undefined` when there is no forecast. */
export function weakestOf(series: readonly PanelSeries[]): Trusted | undefined {
  const trusted = series.flatMap(({ name, forecast }): Trusted[] =>
    forecast.predicted === undefined ? [] : [{ name, trust: forecast.predicted.trust }]
  );
  const rank = ({ trust }: Trusted) => ORDER.indexOf(trustGrade(trust));
  return trusted.reduce<Trusted | undefined>(
    (worst, one) => (worst === undefined || rank(one) < rank(worst) ? one : worst),
    undefined
  );
}
