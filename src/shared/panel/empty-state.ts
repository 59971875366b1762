import { type DataFrame, type DataQueryError, FieldType, LoadingState, type PanelData } from '@grafana/data';
import { DATASOURCE_ID } from '#contract/ids.ts';
import { toEngineError } from '../api/engine-error.ts';
import { timeField } from './fields.ts';

/** Why there is nothing to draw, and what to do about it. */
export interface EmptyReason {
  readonly message: string;
  readonly remedy: string;
}

/** From this HTTP status on it is not the query that is wrong. */
const SERVER_ERROR = 500;

/** The reason why a panel has no series; `undefined` as long as its data is on the way. */
export function emptyReason(data: PanelData): EmptyReason | undefined {
  const { state, series: frames } = data;
  const filled = frames.filter(({ length }) => length > 0);
  const error = errorOf(data);
  if (state === LoadingState.Error || error !== undefined) {
    return failure(error, data);
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

/** The first error; of a call that failed as a whole Grafana tells in the older one of two places. */
function errorOf(data: PanelData): DataQueryError | undefined {
  const { errors, error } = data as { errors?: DataQueryError[]; error?: DataQueryError };
  return errors?.[0] ?? error;
}

/** What the data source said; where our engine was not reached at all, what to do about that. */
function failure(error: DataQueryError | undefined, data: PanelData): EmptyReason {
  if (isUnreached(error) && isOfEngine(data)) {
    const { message, remedy } = toEngineError(error);
    return { message, remedy };
  }
  const said = error?.data?.message ?? error?.message;
  return { message: 'The query failed.', remedy: said ?? 'The data source does not say why. Try again in a while.' };
}

/** Whether the whole call failed: the answer to a query names it. */
function isUnreached(error: DataQueryError | undefined): boolean {
  return error !== undefined && error.refId === undefined && (error.status ?? 0) >= SERVER_ERROR;
}

function isOfEngine({ request }: PanelData): boolean {
  return request?.targets.every(({ datasource }) => datasource?.type === DATASOURCE_ID) === true;
}

function hasOneMoment(frame: DataFrame): boolean {
  return new Set(timeField(frame)?.values).size < 2;
}

/** The engine says in a notice why an answer is empty. */
function noData(frames: readonly DataFrame[]): EmptyReason {
  const [said] = frames.flatMap(({ meta }) => meta?.notices ?? []);
  return { message: 'No data.', remedy: said?.text ?? 'Check the query, or choose a longer time range.' };
}
