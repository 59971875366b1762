import { describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { parseAddress } from './source-address.ts';

describe('parseAddress', () => {
  it.each([
    ['http://prometheus:9090', 'http://prometheus:9090', '', 'prometheus:9090'],
    ['http://prometheus:9090/', 'http://prometheus:9090', '', 'prometheus:9090'],
    [' https://example.org/prom// ', 'https://example.org', '/prom', 'example.org:443'],
    ['http://example.org', 'http://example.org', '', 'example.org:80'],
    ['http://[::1]:9090/a/b/', 'http://[::1]:9090', '/a/b', '[::1]:9090'],
    [
      'http://grafana:3000/api/datasources/proxy/uid/a%2Fb',
      'http://grafana:3000',
      '/api/datasources/proxy/uid/a%2Fb',
      'grafana:3000',
    ],
  ])('takes %s apart', (url, origin, basePath, name) => {
    expect(parseAddress(url)).toMatchObject({ origin, basePath, name, user: '', password: '' });
  });

  it('takes credentials out of the URL', () => {
    const address = parseAddress('http://nadia:p%40ss%25@prometheus:9090/x');
    expect(address).toEqual({
      origin: 'http://prometheus:9090',
      basePath: '/x',
      name: 'prometheus:9090',
      server: { 'server.address': 'prometheus', 'server.port': 9090 },
      user: 'nadia',
      password: 'p@ss%',
    });
  });

  it('bears credentials that are not well encoded', () => {
    expect(parseAddress('http://nadia:100%@prometheus:9090').password).toContain('100');
  });

  it.each([
    '',
    'prometheus:9090',
    'ftp://prometheus',
    'http://',
    '/prom',
    'http://h/?token=hunter2',
    'http://h/#hunter2',
  ])('refuses %j without quoting it', (url) => {
    try {
      parseAddress(url);
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(HeadroomError);
      expect(thrown).toMatchObject({ code: 'not_configured', field: 'url' });
      expect((thrown as HeadroomError).sentence).not.toContain('hunter2');
    }
  });
});
