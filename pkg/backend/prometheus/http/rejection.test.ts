import { describe, expect, it } from 'vitest';
import type { HeadroomError } from '#contract/errors.ts';
import { rejection } from './rejection.ts';
import { TransientFailure } from './retry.ts';

interface Rejected {
  readonly status: number;
  readonly body?: unknown;
  readonly kind?: 'direct' | 'grafana';
  readonly headers?: Readonly<Record<string, string>>;
}

function tell({ status, body = '', kind = 'direct', headers = {} }: Rejected) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const failure = rejection({
    source: { kind, host: 'h:9090' },
    answer: { status, text, wireBytes: text.length, header: (name) => headers[name] ?? '' },
    field: 'expr',
    redact: (said) => said,
    nowMs: 0,
  });
  const isTransient = failure instanceof TransientFailure;
  const error = (isTransient ? failure.error : failure) as HeadroomError;
  return { error, isTransient, afterMs: isTransient ? failure.afterMs : 0 };
}

const promError = (errorType: string, error: string) => ({ status: 'error', errorType, error });

describe('what Prometheus says about an expression', () => {
  it('is passed on without the noise in front of it', () => {
    const { error } = tell({
      status: 400,
      body: promError('bad_data', 'invalid parameter "query": 1:4: parse error: unexpected end of input'),
    });
    expect(error).toMatchObject({ code: 'invalid_expression', field: 'expr', culprit: 'user' });
    expect(error.message).toBe('Prometheus cannot parse the expression: 1:4: parse error: unexpected end of input.');
    expect(error.remedy).toBe('Correct the PromQL expression.');
  });

  it('is told apart by what went wrong', () => {
    const execution = (text: string) => tell({ status: 422, body: promError('execution', text) }).error;
    expect(execution('many-to-many matching not allowed')).toMatchObject({ code: 'invalid_expression', field: 'expr' });
    expect(execution('vector cannot contain metrics with the same labelset').remedy).toContain('label_replace');
    expect(execution('query processing would load too many samples into memory')).toMatchObject({
      code: 'too_large',
      field: 'expr',
    });
  });

  it('about time is a timeout, and not asked for again', () => {
    const { error, isTransient } = tell({ status: 503, body: promError('timeout', 'query timed out') });
    expect(error).toMatchObject({ code: 'source_timeout', culprit: 'downstream' });
    expect(isTransient).toBe(false);
  });
});

describe('a status', () => {
  it.each([
    [401, 'source_unauthorized', 'authKind', false],
    [403, 'source_unauthorized', 'authKind', false],
    [404, 'source_rejected', 'url', false],
    [413, 'source_rejected', undefined, false],
    [429, 'source_rejected', 'limits.concurrency', true],
    [500, 'source_rejected', undefined, false],
    [501, 'source_rejected', undefined, false],
    [502, 'source_rejected', undefined, true],
    [503, 'source_rejected', undefined, true],
    [504, 'source_rejected', undefined, true],
  ])('%d is %s with field %s, transient: %s', (status, code, field, isTransient) => {
    const told = tell({ status, body: 'some text' });
    expect(told.error).toMatchObject({ code, field, culprit: 'downstream' });
    expect(told.error.message).toMatch(new RegExp(`^Prometheus at h:9090 .*HTTP ${status}\\): some text\\.$`));
    expect(told.error.remedy).toBeDefined();
    expect(told.isTransient).toBe(isTransient);
  });

  it('404 asks about the base path', () => {
    expect(tell({ status: 404, body: '404 page not found\n' }).error.remedy).toContain('Correct the base path');
  });

  it('keeps web pages out of the message', () => {
    const { error } = tell({ status: 502, body: '<html><h1>Bad Gateway</h1></html>' });
    expect(error.message).toBe('Prometheus at h:9090 failed (HTTP 502).');
  });

  it('waits as long as the server asks', () => {
    expect(tell({ status: 503, headers: { 'retry-after': '7' } }).afterMs).toBe(7_000);
  });

  it('400 for lack of TLS is told as such', () => {
    const { error } = tell({ status: 400, body: 'Client sent an HTTP request to an HTTPS server.\n' });
    expect(error).toMatchObject({ code: 'source_unreachable', field: 'url' });
    expect(error.remedy).toContain('https://');
  });
});

describe('a redirect', () => {
  it('to elsewhere is named by its origin only', () => {
    const { error } = tell({ status: 302, headers: { location: 'https://login.example.org/?ticket=hunter2' } });
    expect(error).toMatchObject({ code: 'source_rejected', field: 'url' });
    expect(error.message).toBe('Prometheus at h:9090 redirects to https://login.example.org.');
  });

  it('to nowhere is told as well', () => {
    expect(tell({ status: 308 }).error.message).toBe('Prometheus at h:9090 redirects.');
  });
});

describe('Grafana', () => {
  it.each<[string, number, unknown, string, string]>([
    [
      'rejects the token',
      401,
      { message: 'Invalid API key', messageId: 'api-key.invalid' },
      'source_unauthorized',
      'grafanaToken',
    ],
    [
      'denies access',
      403,
      { message: 'Permissions needed: datasources:query', title: 'Access denied' },
      'source_unauthorized',
      'grafanaToken',
    ],
    [
      'does not know the uid',
      404,
      { message: 'Data source not found', traceID: '' },
      'source_rejected',
      'grafanaSourceUid',
    ],
    ['is not there', 404, { message: 'Not found' }, 'source_rejected', 'grafanaUrl'],
    ['passes a 404 on', 404, '404 page not found', 'source_rejected', 'grafanaUrl'],
    ['is not let in', 400, 'Authentication to data source failed', 'source_unauthorized', 'grafanaSourceUid'],
    ['is denied', 403, '<html>403 Forbidden</html>', 'source_unauthorized', 'grafanaSourceUid'],
  ])('%s', (_, status, body, code, field) => {
    const { error } = tell({ kind: 'grafana', status, body });
    expect(error).toMatchObject({ code, field });
    expect(error.remedy).toBeDefined();
  });

  it('passes on what Prometheus says, and is named when it fails itself', () => {
    const parse = tell({ kind: 'grafana', status: 400, body: promError('bad_data', '1:2: parse error') });
    expect(parse.error.code).toBe('invalid_expression');
    const gateway = tell({ kind: 'grafana', status: 502, body: { message: 'dial tcp: refused' } });
    expect(gateway.error.message).toBe('Grafana at h:9090 failed (HTTP 502): dial tcp: refused.');
    expect(gateway.isTransient).toBe(true);
  });
});
