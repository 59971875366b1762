import type { Context } from './context.ts';
import type { DocumentStore } from './ports/document-store.ts';
import { listRecords, USUAL_LEVELS } from './stored/records.ts';
import { readRun } from './stored/runs.ts';
import { type AdviceDeps, listRecommendations } from './tuning/list.ts';

/** How a stored forecast does, by its id. */
export interface ForecastStanding {
  readonly org: string;
  readonly source: string;
  readonly id: string;
  /** Of the last training; `null` where it could not be measured. */
  readonly mase: number | null;
  /** Since the last training, of the levels that every stored forecast has. */
  readonly coverage: readonly { readonly level: number; readonly measured: number }[];
  readonly trainedMs: number;
}

/** What the recommendations of a source would save in a month. */
export interface SavingStanding {
  readonly org: string;
  readonly source: string;
  readonly currency: string;
  readonly savingPerMonth: number;
}

/** Forecasts that are told of, in all sources together. */
const MOST_FORECASTS = 200;
/** With fewer values a coverage says nothing. */
const LEAST_SAMPLES = 30;

/** How the stored forecasts of several data sources do, those that have been trained; the first ones where there are very many. */
export async function forecastStandings(
  contexts: readonly Context[],
  documents: DocumentStore
): Promise<readonly ForecastStanding[]> {
  const all: ForecastStanding[] = [];
  for (const ctx of contexts) {
    for (const { id } of await listRecords(ctx, documents)) {
      if (all.length === MOST_FORECASTS) {
        return all;
      }
      const { result, trust } = await readRun(ctx, documents, id);
      if (result !== undefined) {
        const coverage = (trust?.since?.coverage ?? []).filter(
          ({ level, samples }) => USUAL_LEVELS.includes(level) && samples >= LEAST_SAMPLES
        );
        const { org, source } = ctx;
        all.push({ org, source, id, mase: trust?.mase ?? null, coverage, trainedMs: result.trainedMs });
      }
    }
  }
  return all;
}

/** What the recommendations of several data sources would save; those without a run are left out. */
export async function savingStandings(
  contexts: readonly Context[],
  deps: AdviceDeps
): Promise<readonly SavingStanding[]> {
  const all = await Promise.all(
    contexts.map(async (ctx) => {
      const { org, source } = ctx;
      const { madeMs, totals } = await listRecommendations(ctx, deps);
      const { currency, savingPerMonth } = totals;
      return madeMs === null ? [] : [{ org, source, currency, savingPerMonth }];
    })
  );
  return all.flat();
}
