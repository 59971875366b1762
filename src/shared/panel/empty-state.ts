import { type DataFrame, FieldType, LoadingState, type PanelData } from '@grafana/data';
import { timeField } from './fields.ts';

/** Why there is nothing to draw, and what to do about it. */
export interface EmptyReason {
  readonly message: string;
  readonly remedy: string;
}

/** The reason why a panel has no series; `undefined` as long as its data is on the way. */
export function emptyReason({ state, errors, series: frames }: PanelData): EmptyReason | undefined {
  const filled = frames.filter(({ length }) => length > 0);
  if (state === LoadingState.Error || (errors ?? []).length > 0) {
    return { message: 'The query failed.', remedy: saidBy(errors) };
  }
  if (filled.length === 0) {
    return state === LoadingState.Loading ? undefined : noData(frames);
  }
  if (filled.every((frame) => timeField(frame) === undefined)) {
    return {
      message: 'The query returns no times.',
      remedy: 'Choose the format "Time series" in the query: a forecast needs values over time.',
    };
  }
  if (filled.every(({ fields }) => fields.every(({ type }) => type !== FieldType.number))) {
    return { message: 'The query returns no numbers.', remedy: 'Choose a query whose values are numbers.' };
  }
  if (filled.every(hasOneMoment)) {
    return {
      message: 'The query returns one moment only.',
      remedy: 'Choose the type "Range" and the format "Time series" in the query: a forecast needs values over time.',
    };
  }
  return {
    message: 'Nothing to draw.',
    remedy: 'Every series is hidden or has less than two samples. Choose a longer time range, or show a series.',
  };
}

/** What the data source said of the first error. */
function saidBy(errors: PanelData['errors']): string {
  const [error] = errors ?? [];
  return error?.data?.message ?? error?.message ?? 'The data source does not say why. Try again in a while.';
}

function hasOneMoment(frame: DataFrame): boolean {
  return new Set(timeField(frame)?.values).size < 2;
}

/** The engine says in a notice why an answer is empty. */
function noData(frames: readonly DataFrame[]): EmptyReason {
  const [said] = frames.flatMap(({ meta }) => meta?.notices ?? []);
  return { message: 'No data.', remedy: said?.text ?? 'Check the query, or choose a longer time range.' };
}
