import { describe, expect, it } from 'vitest';
import type { HeadroomError } from '#contract/errors.ts';
import type { SourceSettings } from '#contract/settings.ts';
import { settingsOf } from '../../../../tests/support/source-settings.ts';
import { requestHeaders } from './request-headers.ts';
import { parseAddress } from './source-address.ts';

function headersOf(url: string, more: Partial<Pick<SourceSettings, 'auth' | 'headers'>> = {}) {
  return requestHeaders(settingsOf(url, more), parseAddress(url));
}

describe('requestHeaders', () => {
  it('asks for JSON, compressed, without credentials when there are none', () => {
    const headers = headersOf('http://prometheus:9090');
    expect(headers).toMatchObject({ accept: 'application/json', 'accept-encoding': 'gzip' });
    expect(headers).not.toHaveProperty('authorization');
  });

  it('encodes basic authentication as UTF-8', () => {
    const { authorization } = headersOf('http://h', { auth: { kind: 'basic', user: 'nadia', password: 'größe' } });
    // From `printf 'nadia:größe' | base64`.
    expect(authorization).toBe('Basic bmFkaWE6Z3LDtsOfZQ==');
  });

  it('removes the blanks around a pasted token', () => {
    expect(headersOf('http://h', { auth: { kind: 'bearer', token: ' abc\n' } })['authorization']).toBe('Bearer abc');
  });

  it('takes credentials of the URL unless the settings hold some', () => {
    expect(headersOf('http://a:b@h')['authorization']).toBe('Basic YTpi');
    expect(headersOf('http://a:b@h', { auth: { kind: 'bearer', token: 't' } })['authorization']).toBe('Bearer t');
  });

  it('sends custom headers, names in lower case', () => {
    expect(headersOf('http://h', { headers: { 'X-Scope-OrgID': 'team-a', Accept: 'text/plain' } })).toMatchObject({
      'x-scope-orgid': 'team-a',
      accept: 'text/plain',
    });
  });

  it.each([
    [{ 'X Bad': 'hunter2' }, 'headers'],
    [{ 'X-Bad': 'hunter2\r\nInjected: yes' }, 'headers'],
    [{ 'Content-Length': 'hunter2' }, 'headers'],
    [{ 'Transfer-Encoding': 'hunter2' }, 'headers'],
    [{ '': 'hunter2' }, 'headers'],
  ])('refuses %j and keeps its value to itself', (headers, field) => {
    expectRefusal(() => headersOf('http://h', { headers }), field);
  });

  it('refuses a token that no header can carry', () => {
    expectRefusal(() => headersOf('http://h', { auth: { kind: 'bearer', token: 'hunter2\nx' } }), 'authKind');
  });
});

function expectRefusal(work: () => unknown, field: string): void {
  try {
    work();
    expect.unreachable();
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'not_configured', field });
    expect((thrown as HeadroomError).sentence).not.toContain('hunter2');
  }
}
