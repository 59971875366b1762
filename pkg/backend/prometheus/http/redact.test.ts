import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../../../tests/support/source-settings.ts';
import { createRedact } from './redact.ts';
import { parseAddress } from './source-address.ts';

function redactFor(url: string, more: Parameters<typeof settingsOf>[1] = {}) {
  return createRedact(settingsOf(url, more), parseAddress(url));
}

describe('createRedact', () => {
  it('blanks passwords, tokens and their encodings', () => {
    const basic = redactFor('http://h', { auth: { kind: 'basic', user: 'nadia', password: 'hunter2' } });
    expect(basic('got nadia:hunter2 as bmFkaWE6aHVudGVyMg==')).toBe('got nadia:*** as ***');
    const bearer = redactFor('http://h', { auth: { kind: 'bearer', token: 'glsa_1234\n' } });
    expect(bearer('Bearer glsa_1234 is unknown')).toBe('Bearer *** is unknown');
    expect(redactFor('http://nadia:hunter2@h')('hunter2 bmFkaWE6aHVudGVyMg==')).toBe('*** ***');
  });

  it('blanks long header values, not short ones such as the name of a tenant', () => {
    const redact = redactFor('http://h', { headers: { 'X-Api-Key': '0123456789', 'X-Scope-OrgID': 'node' } });
    expect(redact('key 0123456789: no metric node_load1')).toBe('key ***: no metric node_load1');
  });

  it('blanks the longer of two secrets that contain each other', () => {
    const redact = redactFor('http://hunter2:hunter2-long@h', { headers: { a: 'hunter2-long-more' } });
    expect(redact('hunter2-long-more')).toBe('***');
  });

  it('makes one line of bounded length', () => {
    const redact = redactFor('http://h');
    expect(redact(' a\r\n\tb\u0000\u001b[31mc ')).toBe('a b [31mc');
    expect(redact('x'.repeat(2_000))).toHaveLength(501);
  });
});
