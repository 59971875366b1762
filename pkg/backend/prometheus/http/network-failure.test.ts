import { describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { networkFailure } from './network-failure.ts';
import { TransientFailure } from './retry.ts';

function errorWith(code: string): Error {
  return Object.assign(new Error('details with hunter2'), { code });
}

function tell(thrown: unknown) {
  const failure = networkFailure(thrown, 'prometheus:9090', 20_000);
  const isTransient = failure instanceof TransientFailure;
  return { error: (isTransient ? failure.error : failure) as HeadroomError, isTransient };
}

describe('networkFailure', () => {
  it.each([
    ['ECONNREFUSED', 'source_unreachable', 'url', true],
    ['ENOTFOUND', 'source_unreachable', 'url', true],
    ['EAI_AGAIN', 'source_unreachable', 'url', true],
    ['EHOSTUNREACH', 'source_unreachable', 'url', true],
    ['UND_ERR_CONNECT_TIMEOUT', 'source_unreachable', 'url', false],
    ['ECONNRESET', 'source_unreachable', undefined, true],
    ['UND_ERR_SOCKET', 'source_unreachable', undefined, true],
    ['UND_ERR_HEADERS_TIMEOUT', 'source_timeout', 'limits.timeoutSeconds', false],
    ['UND_ERR_BODY_TIMEOUT', 'source_timeout', 'limits.timeoutSeconds', false],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'source_unreachable', 'tlsCACert', false],
    ['CERT_HAS_EXPIRED', 'source_unreachable', 'url', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'source_unreachable', 'serverName', false],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'source_unreachable', 'url', false],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'source_unreachable', 'tlsClientCert', false],
    ['HPE_INVALID_CONSTANT', 'source_malformed', 'url', false],
    ['UND_ERR_CLOSED', 'canceled', undefined, false],
    ['E_NEVER_HEARD_OF', 'source_unreachable', 'url', false],
  ])('tells %s as %s with field %s, transient: %s', (code, expected, field, isTransient) => {
    const told = tell(errorWith(code));
    expect(told.error).toBeInstanceOf(HeadroomError);
    expect(told.error).toMatchObject({ code: expected, field });
    expect(told.error.remedy).toBeDefined();
    expect(told.isTransient).toBe(isTransient);
    expect(told.error.sentence).not.toContain('hunter2');
    expect(told.error.cause).toBeUndefined();
  });

  it('speaks as the story does when nothing listens', () => {
    expect(tell(errorWith('ECONNREFUSED')).error.sentence).toBe(
      "Nothing answers at prometheus:9090. Check the URL and that the engine's machine can reach it."
    );
  });

  it('looks into causes and gathered errors', () => {
    expect(tell(new TypeError('failed', { cause: errorWith('ENOTFOUND') })).error.message).toContain('not known');
    expect(tell(new AggregateError([errorWith('ECONNREFUSED')])).error.message).toContain('Nothing answers');
  });

  it('gives back our own errors and those of a bug', () => {
    const own = new HeadroomError('too_large', 'Large.');
    const bug = new TypeError('undefined is not a function');
    expect(networkFailure(own, 'h', 1)).toBe(own);
    expect(networkFailure(bug, 'h', 1)).toBe(bug);
  });
});
