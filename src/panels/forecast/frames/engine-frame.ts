import type { DataFrame, Field } from '@grafana/data';
import { type ForecastFrameMeta, readForecastMeta } from '#contract/frame-meta.ts';
import type { BandJson, JsonNumber, SeriesBreachJson, SeriesForecastJson, TrustJson } from '#contract/rest.ts';
import { bandBreach } from './band-breach.ts';
import { directionOf, type SeriesOptions } from '../options.ts';
import { isHidden, namedField, timeField } from '../../../shared/panel/fields.ts';
import { capacityOf, type PanelSeries } from './panel-series.ts';

/** Whether a frame is a forecast of the Headroom data source. */
export function isEngineFrame(frame: DataFrame): boolean {
  return metaOf(frame) !== undefined;
}

/** The series of a frame of the Headroom data source; `undefined` when it is hidden or damaged. */
export function readEngineFrame(frame: DataFrame, all: DataFrame[], options: SeriesOptions): PanelSeries | undefined {
  const meta = metaOf(frame);
  const actual = columnOf(frame, 'actual');
  const times = timeField(frame)?.values ?? [];
  if (meta === undefined || actual === undefined || times.length === 0 || isHidden(actual)) {
    return undefined;
  }
  const named = namedField(actual, frame, all);
  const forecast = toForecast(frame, actual, meta, named.name, capacityOf(actual, capacityIn(frame, meta), options));
  const breach = options.capacitySource === 'data' ? saidBreach(forecast, meta) : undefined;
  return breach === undefined
    ? { ...named, times, forecast, breach: bandBreach(forecast, directionOf(options)) }
    : { ...named, times, forecast, breach, direction: meta.breach?.direction };
}

/** The breach as the engine answers it: of the capacity that the data has. */
function saidBreach(forecast: SeriesForecastJson, { breach, stepMs }: ForecastFrameMeta): SeriesBreachJson | undefined {
  const { predicted, capacity, name, labels } = forecast;
  if (breach === undefined || predicted === undefined || capacity === undefined) {
    return undefined;
  }
  const cumulative = { startMs: predicted.startMs, stepMs, values: breach.cumulative };
  return { ...breach, name, labels, capacity, cumulative, notices: [] };
}

function toForecast(
  frame: DataFrame,
  actual: Field<number | null>,
  meta: ForecastFrameMeta,
  name: string,
  capacity: number | undefined
): SeriesForecastJson {
  const { originMs, stepMs, missing, notices = [], trust } = meta;
  const startMs = timeField(frame)?.values[0] ?? originMs;
  const past = Math.round((originMs - startMs) / stepMs) + 1;
  const predicted = readPrediction(frame, past, startMs + past * stepMs, trust);
  return {
    name,
    labels: actual.labels ?? {},
    stepMs,
    actual: { startMs, values: actual.values.slice(0, past).map(known) },
    notices,
    ...(predicted === undefined ? {} : { predicted }),
    ...(missing === undefined ? {} : { missing }),
    ...(capacity === undefined ? {} : { capacity }),
  };
}

/** One number, or where the capacity moves the newest that is known. */
function capacityIn(frame: DataFrame, { capacity }: ForecastFrameMeta): number | undefined {
  const moving = columnOf(frame, 'capacity')?.values.filter((value) => typeof value === 'number');
  return capacity ?? moving?.at(-1);
}

function readPrediction(frame: DataFrame, past: number, startMs: number, trust: TrustJson | undefined) {
  const mean = columnOf(frame, 'predicted');
  if (mean === undefined || trust === undefined) {
    return undefined;
  }
  const future = ({ values }: Field<number | null>) => values.slice(past).map(known);
  return { startMs, mean: future(mean), bands: bandsOf(frame, future), trust };
}

function bandsOf(frame: DataFrame, future: (field: Field<number | null>) => JsonNumber[]): BandJson[] {
  return frame.fields.flatMap(({ name }): BandJson[] => {
    const level = /^lower([\d.]+)$/.exec(name)?.[1];
    const [lower, upper] = [columnOf(frame, name), columnOf(frame, `upper${level}`)];
    return level === undefined || lower === undefined || upper === undefined
      ? []
      : [{ level: Number(level), lower: future(lower), upper: future(upper) }];
  });
}

function columnOf(frame: DataFrame, name: string): Field<number | null> | undefined {
  return frame.fields.find((field) => field.name === name);
}

function known(value: number | null | undefined): JsonNumber {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function metaOf({ meta }: DataFrame): ForecastFrameMeta | undefined {
  return readForecastMeta(meta?.custom);
}
