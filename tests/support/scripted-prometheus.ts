import type { ServerResponse } from 'node:http';
import { sendData, type ReceivedRequest, type Script } from './scripted-server.ts';

/** What a scripted Prometheus says about the cost of a query, and how it answers the query itself. */
export interface ScriptedCost {
  readonly series?: number;
  /** Samples that one evaluation loads; absent where the server does not count. */
  readonly samplesPerEvaluation?: number;
  /** Answers everything that is no estimate. */
  readonly answer: Script;
}

/** Answers the reader's estimates as Prometheus would, and leaves the rest to the test. */
export function scriptedPrometheus({ series = 1, samplesPerEvaluation, answer }: ScriptedCost): Script {
  return (request, response) => {
    const query = request.params.get('query') ?? '';
    if (query.startsWith('count(last_over_time(')) {
      sendData(response, { resultType: 'vector', result: [{ metric: {}, value: [0, String(series)] }] });
      return;
    }
    if (query.startsWith('count(')) {
      sendCounts(request, response, series, samplesPerEvaluation);
      return;
    }
    return answer(request, response);
  };
}

/** Times that a range query asks for, Unix milliseconds. */
export function timesAsked(request: ReceivedRequest): readonly number[] {
  const [start, end] = ['start', 'end'].map((name) => Math.round(Number(request.params.get(name)) * 1_000));
  const step = Number.parseInt(request.params.get('step') ?? '', 10);
  const times: number[] = [];
  for (let time = start ?? 0; time <= (end ?? 0); time += step) {
    times.push(time);
  }
  return times;
}

/** A matrix with one series whose value is its time in seconds. */
export function sendRamp(request: ReceivedRequest, response: ServerResponse): void {
  const values = timesAsked(request).map((time) => [time / 1_000, String(time / 1_000)]);
  sendData(response, { resultType: 'matrix', result: [{ metric: { job: 'a' }, values }] });
}

/** Value of a series at a time that was asked for, and at its place among these; `undefined` is no sample. */
export type Value = (index: number, timeMs: number) => number | string | undefined;

/** A matrix with one series. */
export function sendSeries(request: ReceivedRequest, response: ServerResponse, value: Value): void {
  const values = timesAsked(request).flatMap((time, i) => {
    const one = value(i, time);
    return one === undefined ? [] : [[time / 1_000, String(one)]];
  });
  sendData(response, { resultType: 'matrix', result: [{ metric: { node: 'a' }, values }] });
}

function sendCounts(request: ReceivedRequest, response: ServerResponse, series: number, perEvaluation?: number): void {
  const values = timesAsked(request).map((time) => [time / 1_000, String(series)]);
  const samples = perEvaluation === undefined ? {} : { totalQueryableSamples: perEvaluation * values.length };
  sendData(response, { resultType: 'matrix', result: [{ metric: {}, values }], stats: { samples } });
}
