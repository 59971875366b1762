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

  it('blanks them however they were quoted or encoded on their way', () => {
    const password = 'a"b\\c/d+e f&g=h%i-j(k';
    const redact = redactFor('http://h', { auth: { kind: 'basic', user: 'nadia', password } });
    const json = JSON.stringify({ password });
    const html = password.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    const forms = [json, JSON.stringify(json), encodeURIComponent(password), encodeURIComponent(json), html];
    const form = new URLSearchParams({ password }).toString();
    const unicode = password.replaceAll('"', '\\u0022').replaceAll('/', '\\x2f').replaceAll('\\c', '\\\\c');
    for (const text of [...forms, form, unicode, encodeURIComponent(encodeURIComponent(password)).toLowerCase()]) {
      expect(redact(`before ${text} after`)).toMatch(/^before .*\*\*\*.* after$/);
      expect(redact(text)).not.toMatch(/b.{0,8}c|i.{0,8}j|j.{0,8}k/);
    }
  });

  it('is done with a million backslashes in no time', () => {
    const redact = redactFor('http://h', { auth: { kind: 'bearer', token: '"secret"' } });
    const begun = performance.now();
    expect(redact('\\'.repeat(2 ** 20))).toHaveLength(501);
    expect(performance.now() - begun).toBeLessThan(2_000);
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
