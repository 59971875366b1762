import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../pkg/sample/series.ts';
import { type EnginePlugin, startEnginePlugin } from '../support/engine-plugin.ts';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '../support/otlp-receiver.ts';
import { scriptedPrometheus, sendSeries } from '../support/scripted-prometheus.ts';
import { type Script, type ScriptedServer, sendJson, startScriptedServer } from '../support/scripted-server.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const SECRET = 'a-very-secret-token';
const toMs = Math.floor(Date.now() / MINUTE) * MINUTE;
const range = { fromMs: toMs - 24 * HOUR, toMs };

let receiver: OtlpReceiver;
let prometheus: ScriptedServer;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  const answer: Script = (request, response) =>
    request.params.get('query')?.includes('broken') === true
      ? sendJson(response, { status: 'error', errorType: 'bad_data', error: 'parse error' }, 400)
      : sendSeries(request, response, (i) => 10 + Math.sin(i / 4));
  prometheus = await startScriptedServer(scriptedPrometheus({ answer }));
});

afterAll(async () => {
  await prometheus.close();
  await receiver.stop();
});

async function withPlugin(env: Record<string, string>, work: (plugin: EnginePlugin) => Promise<void>) {
  const plugin = await startEnginePlugin(undefined, env);
  try {
    await work(plugin);
  } finally {
    await plugin.stop();
  }
}

const source = () => ({ uid: 'lab', url: prometheus.url, jsonData: {} });
const forecast = { refId: 'A', queryType: 'forecast', expr: 'secret_metric_name', model: 'theta' };

async function spansOf(traceId: string, until: (spans: readonly ReceivedSpan[]) => boolean) {
  const giveUpMs = Date.now() + 20_000;
  const found = () => receiver.spans.filter((span) => span.traceId === traceId);
  while (!until(found()) && Date.now() < giveUpMs) {
    await sleep(50);
  }
  return found();
}

/** Names from a span up to the first of the engine's. */
function ancestry(spans: readonly ReceivedSpan[], span: ReceivedSpan | undefined): string[] {
  const parent = spans.find(({ id }) => id === span?.parentId);
  return span === undefined ? [] : [span.name, ...ancestry(spans, parent)];
}

const isQuery = ({ name }: ReceivedSpan) => name === 'query forecast';

describe('traces', () => {
  it('go on from the caller: query, cache, reader with its requests, model on a worker, frames', async () => {
    const asked = prometheus.received.length;
    await withPlugin({ GF_INSTANCE_OTLP_ADDRESS: receiver.address }, async (plugin) => {
      const traceparent = `00-${TRACE}-${CALLER}-01`;
      const { A } = await plugin.query(source(), range, [forecast], { traceparent });
      expect(A).toMatchObject({ status: 200, error: '' });
      const spans = await spansOf(TRACE, (all) => all.some(isQuery));
      const chainOf = (name: string) =>
        ancestry(
          spans,
          spans.find((span) => span.name === name)
        );
      expect(spans.find(isQuery)).toMatchObject({ parentId: CALLER, service: 'headroom', kind: 2, status: 0 });
      expect(chainOf('POST query_range')).toEqual([
        'POST query_range',
        'read range',
        'cache forecast',
        'query forecast',
      ]);
      expect(chainOf('model forecast')).toEqual(['model forecast', 'workers', 'cache forecast', 'query forecast']);
      expect(chainOf('encode frames')).toEqual(['encode frames', 'query forecast']);
      expectInOrder(spans, ['read range', 'model forecast', 'encode frames']);
      expect(spans.find(({ name }) => name === 'model forecast')?.attributes).toMatchObject({
        'headroom.model': 'theta',
        'headroom.model.chosen': 'theta',
        'headroom.series': 1n,
        'headroom.points': expect.any(BigInt) as unknown,
      });
      expect(spans.find(({ name }) => name === 'POST query_range')?.attributes).toMatchObject({
        'server.address': '127.0.0.1',
        'url.path': '/api/v1/query_range',
        'http.response.status_code': 200n,
      });
    });
    const requests = prometheus.received.slice(asked);
    expect(requests.length).toBeGreaterThan(0);
    const ids = receiver.spans.filter(({ name }) => /^(GET|POST) /.test(name)).map(({ id }) => id);
    for (const { headers } of requests) {
      const [, trace, span, flags] = String(headers['traceparent']).split('-');
      expect([trace, flags]).toEqual([TRACE, '01']);
      expect(ids).toContain(span);
    }
  });

  it('tell of failures by their code, and hold no query, label or secret', async () => {
    const trace = 'c'.repeat(32);
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_HEADERS: `x-key=${SECRET}` };
    await withPlugin(env, async (plugin) => {
      const options = { traceparent: `00-${trace}-${CALLER}-01` };
      await plugin.query(source(), range, [{ ...forecast, expr: 'broken' }], options);
      const spans = await spansOf(trace, (all) => all.some(isQuery));
      expect(spans.find(isQuery)).toMatchObject({ status: 2, attributes: { 'error.type': 'invalid_expression' } });
      expect(plugin.log()).not.toContain(SECRET);
    });
    expect(receiver.headers).toContainEqual(expect.objectContaining({ path: '/v1/traces', 'x-key': SECRET }));
    const told = receiver.spans.map(({ name, attributes }) => name + Object.values(attributes).map(String).join());
    expect(told.join()).not.toMatch(/secret_metric_name|broken|a-very-secret|parse error/);
  });

  it('are not recorded when the caller does not sample, and the source is told so', async () => {
    const trace = 'd'.repeat(32);
    const asked = prometheus.received.length;
    await withPlugin({ GF_INSTANCE_OTLP_ADDRESS: receiver.address }, async (plugin) => {
      await plugin.query(source(), range, [forecast], { traceparent: `00-${trace}-${CALLER}-00` });
    });
    expect(receiver.spans.filter(({ traceId }) => traceId === trace)).toEqual([]);
    const [first] = prometheus.received.slice(asked);
    expect(first?.headers['traceparent']).toBe(`00-${trace}-${CALLER}-00`);
  });

  it('hold up nothing while the receiver is away; what is lost is counted and logged once', async () => {
    await withPlugin({ GF_PLUGIN_OTLP_ENDPOINT: 'http://127.0.0.1:1' }, async (plugin) => {
      const { A } = await plugin.query(source(), range, [forecast]);
      expect(A?.error).toBe('');
      await expect
        .poll(() => plugin.metrics(), { timeout: 20_000, interval: 500 })
        .toMatch(/headroom_trace_spans_total\{outcome="lost"\} [1-9]/);
      expect(plugin.log().match(/cannot send traces/g)).toHaveLength(1);
    });
  });
});

function expectInOrder(spans: readonly ReceivedSpan[], names: readonly string[]): void {
  const found = names.map((name) => spans.find((span) => span.name === name));
  found.slice(1).forEach((span, i) => {
    expect(span?.startNs).toBeGreaterThanOrEqual(found[i]?.endNs ?? 0n);
  });
}
