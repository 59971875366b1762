import { create } from '@bufbuild/protobuf';
import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { AnomalyQuery, BaselineQuery } from '#contract/anomaly-query.ts';
import { HeadroomError, toHeadroomError } from '#contract/errors.ts';
import { parseQuery, type ParsedQuery, queryTypeName } from '#contract/parse-query.ts';
import type { TimeRange } from '#contract/rest.ts';
import { runAnomalyQuery, runBaselineQuery } from '../app/anomaly/anomaly-query.ts';
import { runBreachQuery } from '../app/breach-query.ts';
import type { Context } from '../app/context.ts';
import { describeFailure } from '../app/describe-failure.ts';
import { runForecastQuery } from '../app/forecast-query.ts';
import type { Engine } from '../app/engine.ts';
import type { Source } from '../app/forecast-signal.ts';
import { traced } from '../app/tracing/traced.ts';
import { listRecommendations } from '../app/tuning/list.ts';
import { anomalyAnswerFrames } from './frames/anomaly-frames.ts';
import { encodeFrame } from './frames/arrow.ts';
import { breachNumericFrame, breachTableFrame } from './frames/breach-frames.ts';
import { forecastFrames, predictedFrames } from './frames/forecast-frames.ts';
import type { Frame } from './frames/frame.ts';
import { recommendationFrame } from './frames/recommendation-frames.ts';
import {
  type DataQuery,
  type DataResponse,
  DataResponseSchema,
  type QueryDataRequest,
  type QueryDataResponse,
  QueryDataResponseSchema,
} from './gen/pluginv2_pb.ts';
import { believed, type HostDeps, sourceOf } from './host-deps.ts';
import { toContext } from './request-context.ts';

/** Answers QueryData: every query of a request by itself, so that one that fails does not hurt the others. */
export function dataService(host: HostDeps): UntypedServiceImplementation {
  return {
    queryData: (
      call: ServerUnaryCall<QueryDataRequest, QueryDataResponse>,
      reply: sendUnaryData<QueryDataResponse>
    ) => {
      answerAll(call, host).then(
        (response) => reply(null, response),
        (thrown: unknown) => reply(null, failAll(call.request, thrown, host))
      );
    },
  };
}

async function answerAll(
  call: ServerUnaryCall<QueryDataRequest, QueryDataResponse>,
  host: HostDeps
): Promise<QueryDataResponse> {
  const { request } = call;
  const plugin = await believed(host, request.pluginContext, request.headers);
  const ctx = toContext(call, plugin, host.log, host.clock.now(), host.engine.tracer);
  const source = sourceOf(host, plugin);
  const fromAlert = request.headers['FromAlert'] === 'true';
  const entries = await Promise.all(
    request.queries.map(async (query): Promise<[string, DataResponse]> => {
      const done = host.engine.startQuery(query.queryType);
      const response = await answerOne(ctx, source, host.engine, query, fromAlert);
      done(response.status);
      return [query.refId, response];
    })
  );
  return create(QueryDataResponseSchema, { responses: Object.fromEntries(entries) });
}

async function answerOne(
  ctx: Context,
  source: Source,
  engine: Engine,
  query: DataQuery,
  fromAlert: boolean
): Promise<DataResponse> {
  const step = { name: `query ${queryTypeName(query.queryType)}`, kind: 'server' as const };
  try {
    const frames = await traced(ctx, { ...step, attributes: { 'headroom.from_alert': fromAlert } }, async (inner) => {
      const parsed = parseQuery(parseJson(query));
      const made = await runQuery(inner, source, engine, query, parsed, fromAlert);
      return encodeFrames(inner, withNotices(made, parsed.notices));
    });
    return create(DataResponseSchema, { status: 200, frames });
  } catch (thrown) {
    return toErrorResponse(ctx, engine, thrown);
  }
}

function encodeFrames(ctx: Context, frames: readonly Frame[]): Promise<Uint8Array[]> {
  return traced(ctx, { name: 'encode frames' }, (_inner, telling) => {
    const encoded = frames.map(encodeFrame);
    const bytes = encoded.reduce((sum, { byteLength }) => sum + byteLength, 0);
    telling.set({ 'headroom.frames': encoded.length, 'headroom.bytes': bytes });
    return encoded;
  });
}

function parseJson(query: DataQuery): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(query.json));
  } catch (cause) {
    throw new HeadroomError('invalid_argument', 'The query is not JSON.', {
      field: 'query',
      remedy: 'Send the fields of a query as a JSON object in UTF-8.',
      cause,
    });
  }
}

async function runQuery(
  ctx: Context,
  source: Source,
  engine: Engine,
  { refId, timeRange }: DataQuery,
  { query }: ParsedQuery,
  fromAlert: boolean
): Promise<Frame[]> {
  const range = { fromMs: Number(timeRange?.fromEpochMS ?? 0), toMs: Number(timeRange?.toEpochMS ?? 0) };
  const asked: Asked = { ctx, source, engine, range, refId, fromAlert };
  switch (query.queryType) {
    case 'forecast': {
      const answer = await runForecastQuery(ctx, source, engine.forecast, query, range, { withBreach: !fromAlert });
      return fromAlert ? predictedFrames(answer, refId) : forecastFrames(answer, refId);
    }
    case 'breach': {
      const answer = await runBreachQuery(ctx, source, engine.forecast, query, range);
      const table = query.format === 'table' && !fromAlert;
      return [(table ? breachTableFrame : breachNumericFrame)(answer, query, refId)];
    }
    case 'recommendations':
      return [recommendationFrame(await listRecommendations(ctx, engine.advice), query, refId, fromAlert)];
    default:
      return watchedFrames(asked, query);
  }
}

interface Asked {
  readonly ctx: Context;
  readonly source: Source;
  readonly engine: Engine;
  readonly range: TimeRange;
  readonly refId: string;
  readonly fromAlert: boolean;
}

async function watchedFrames(
  { ctx, source, engine, range, refId, fromAlert }: Asked,
  query: AnomalyQuery | BaselineQuery
): Promise<Frame[]> {
  const answer =
    query.queryType === 'anomaly'
      ? await runAnomalyQuery(ctx, source, engine.anomaly, query, range)
      : await runBaselineQuery(ctx, source, engine.anomaly, query, range);
  return anomalyAnswerFrames(answer, query, refId, fromAlert);
}

function withNotices(frames: readonly Frame[], texts: readonly string[]): Frame[] {
  const [first, ...rest] = frames;
  if (first === undefined || texts.length === 0) {
    return [...frames];
  }
  const own = (first.meta['notices'] ?? []) as unknown[];
  const notices = [...texts.map((text) => ({ severity: 'warning', text })), ...own];
  return [{ ...first, meta: { ...first.meta, notices } }, ...rest];
}

function toErrorResponse(ctx: Context, engine: Engine, thrown: unknown): DataResponse {
  const error = toHeadroomError(thrown);
  engine.countError('query', error.code);
  const level = error.culprit === 'plugin' ? 'error' : 'info';
  ctx.log[level]('query failed', { code: error.code, field: error.field, reason: describeFailure(thrown) });
  return refused(error);
}

function failAll(request: QueryDataRequest, thrown: unknown, host: HostDeps): QueryDataResponse {
  const error = toHeadroomError(thrown);
  host.engine.countError('query', error.code);
  host.log.info('request refused', { code: error.code, field: error.field, reason: describeFailure(thrown) });
  const response = refused(error);
  return create(QueryDataResponseSchema, {
    responses: Object.fromEntries(request.queries.map(({ refId }) => [refId, response])),
  });
}

/** Panels, Explore and alert rules show the sentence alone, so it names the field, too. */
function refused(error: HeadroomError): DataResponse {
  return create(DataResponseSchema, {
    error: error.fieldSentence,
    status: error.status,
    errorSource: error.culprit === 'plugin' ? 'plugin' : 'downstream',
  });
}
