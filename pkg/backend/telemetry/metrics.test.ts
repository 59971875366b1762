import { describe, expect, it } from 'vitest';
import { METRICS } from './metric-definitions.ts';
import { createMetrics } from './metrics.ts';

describe('metrics', () => {
  it('counts queries by type and status; what is no type of ours counts as other', async () => {
    const metrics = createMetrics();
    metrics.startQuery('forecast')(200);
    metrics.startQuery('forecast')(200);
    metrics.startQuery('breach')(502);
    metrics.startQuery('x'.repeat(1_000))(400);
    const text = await metrics.text();
    expect(text).toContain('headroom_query_duration_seconds_count{type="forecast",status="200"} 2\n');
    expect(text).toContain('headroom_query_duration_seconds_count{type="breach",status="502"} 1\n');
    expect(text).toContain('headroom_query_duration_seconds_count{type="other",status="400"} 1\n');
    expect(text).not.toContain('xxx');
  });

  it('counts a query once it is answered, not before', async () => {
    const metrics = createMetrics();
    const answer = metrics.startQuery('forecast');
    expect(await metrics.text()).not.toContain('headroom_query_duration_seconds_count{');
    answer(200);
    expect(await metrics.text()).toContain('headroom_query_duration_seconds_count{type="forecast",status="200"} 1\n');
  });

  it('counts forecasts, jobs, damage, and what is asked of Prometheus', async () => {
    const metrics = createMetrics();
    metrics.countForecast('memory');
    metrics.countJob('forecast.refresh', 'done');
    metrics.countDamage('blob');
    metrics.countUpstream({ endpoint: 'query_range', outcome: 'ok', seconds: 0.3, bytes: 1_000 });
    metrics.countUpstream({ endpoint: 'query_range', outcome: 'ok', seconds: 3, bytes: 24 });
    const text = await metrics.text();
    expect(text).toContain('headroom_forecasts_total{result="memory"} 1\n');
    expect(text).toContain('headroom_store_damaged_reads_total{kind="blob"} 1\n');
    expect(text).toContain('headroom_jobs_total{kind="forecast.refresh",state="done"} 1\n');
    expect(text).toContain('headroom_upstream_bytes_total{endpoint="query_range"} 1024\n');
    expect(text).toContain(
      'headroom_upstream_duration_seconds_bucket{le="0.5",endpoint="query_range",outcome="ok"} 1\n'
    );
    expect(text).toContain('headroom_upstream_duration_seconds_sum{endpoint="query_range",outcome="ok"} 3.3\n');
  });

  it('counts requests that wait for Prometheus as they come and go, and those that were not sent', async () => {
    const metrics = createMetrics();
    expect(await metrics.text()).toContain('headroom_upstream_waiting 0\n');
    (['enter', 'enter', 'full', 'leave', 'late'] as const).forEach((event) => metrics.countQueue(event));
    const text = await metrics.text();
    expect(text).toContain('headroom_upstream_waiting 1\n');
    expect(text).toContain('headroom_upstream_refused_total{reason="full"} 1\n');
    expect(text).toContain('headroom_upstream_refused_total{reason="late"} 1\n');
  });

  it('reads watched gauges when it is asked', async () => {
    const metrics = createMetrics();
    let depth = 3;
    metrics.watch('jobsWaiting', async () => depth);
    expect(await metrics.text()).toContain('headroom_jobs_waiting 3\n');
    depth = 4;
    expect(await metrics.text()).toContain('headroom_jobs_waiting 4\n');
  });

  it('leaves out a gauge that cannot be read, keeps the others, and brings it back', async () => {
    const metrics = createMetrics();
    let failure: Error | undefined = new Error('the database is closed');
    metrics.watch('jobsWaiting', async () => {
      if (failure !== undefined) {
        throw failure;
      }
      return 5;
    });
    metrics.watch('workersWaiting', () => 1);
    const text = await metrics.text();
    expect(text).not.toMatch(/^headroom_jobs_waiting /m);
    expect(text).toContain('headroom_workers_waiting 1\n');
    failure = undefined;
    expect(await metrics.text()).toContain('headroom_jobs_waiting 5\n');
  });

  it('times requests by route and outcome, and counts errors and look-ups', async () => {
    const metrics = createMetrics();
    for (const status of [200, 204, 404, 503]) {
      metrics.countRequest({ route: 'GET /v1/jobs', status, seconds: 0.3 });
    }
    metrics.countError('rest', 'not_found');
    metrics.countLook('forecasts', 'missed');
    const text = await metrics.text();
    const count = 'headroom_request_duration_seconds_count{route="GET /v1/jobs",outcome=';
    expect(text).toContain(`${count}"ok"} 2\n`);
    expect(text).toContain(`${count}"refused"} 1\n`);
    expect(text).toContain(`${count}"failed"} 1\n`);
    expect(text).toContain('headroom_errors_total{at="rest",code="not_found"} 1\n');
    expect(text).toContain('headroom_cache_requests_total{cache="forecasts",result="missed"} 1\n');
  });

  it('forgets readings that are no more, and tells an organisation nothing of another', async () => {
    const metrics = createMetrics();
    const of = (organisation: string) => ({ labels: { organisation, source: 's', forecast: 'f' }, value: 0.5 });
    let readings = [of('1'), of('2')];
    metrics.watch('storedMase', async () => readings);
    const both = await metrics.text();
    expect(both.match(/headroom_stored_forecast_mase\{/g)).toHaveLength(2);
    const own = await metrics.text('1');
    expect(own).toContain('headroom_stored_forecast_mase{organisation="1",source="s",forecast="f"} 0.5\n');
    expect(own).not.toContain('organisation="2"');
    expect(own).toContain('headroom_process_cpu_seconds_total');
    readings = [of('2')];
    expect(await metrics.text()).not.toContain('organisation="1"');
  });

  it.each(Object.values(METRICS))('$name says what it is, in what unit', ({ kind, name, help, labels }) => {
    expect(name).toMatch(/^headroom_[a-z_]+$/);
    expect(help).toMatch(/[a-z0-9)]\.$/);
    if (kind !== 'gauge') {
      expect(name).toMatch(kind === 'counter' ? /_total$/ : /_seconds$/);
    }
    expect(labels.length).toBeLessThanOrEqual(4);
  });

  it('keeps the metrics of two engines apart', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.countForecast('memory');
    expect(await other.text()).not.toContain('headroom_forecasts_total{');
    expect(await other.text()).toContain('headroom_process_cpu_seconds_total');
  });
});
