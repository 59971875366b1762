import { describe, expect, it } from 'vitest';
import { engineConfigSchema } from './engine-config.ts';
import { HeadroomError } from './errors.ts';
import { parseFields } from './parse-query.ts';

const parse = (plugin: object) => parseFields(engineConfigSchema, { plugin }).plugin;
const least = { grafanaUrl: 'http://grafana:3000', tokenFile: '/run/token' };

describe('the options of the door for the plugin', () => {
  it('need a token and the address of Grafana, and listen on loopback', () => {
    expect(parse(least)).toEqual({ ...least, listen: '127.0.0.1:8687' });
    expect(parse({ ...least, listen: '[::]:1', certFile: 'c', keyFile: 'k' })).toMatchObject({ certFile: 'c' });
    expect(parseFields(engineConfigSchema, {}).plugin).toBeUndefined();
  });

  it.each([
    ['plugin.grafanaUrl', { tokenFile: 't' }],
    ['plugin.grafanaUrl', { ...least, grafanaUrl: 'grafana:3000' }],
    ['plugin.tokenFile', { ...least, tokenFile: undefined }],
    ['plugin.tokenFile', { ...least, tokenSha256: 'a'.repeat(64) }],
    ['plugin.tokenSha256', { ...least, tokenFile: undefined, tokenSha256: 'hunter2' }],
    ['plugin.keyFile', { ...least, certFile: 'c' }],
    ['plugin.keyFile', { ...least, keyFile: 'k' }],
    ['plugin.listen', { ...least, listen: '8687' }],
    ['plugin.listen', { ...least, listen: '0.0.0.0:65536' }],
    ['plugin.token', { ...least, token: 'hunter2' }],
  ])('name the field %s of %j', (field, plugin) => {
    expect(() => parse(plugin)).toThrow(HeadroomError);
    expect(() => parse(plugin)).toThrow(expect.objectContaining({ field }) as Error);
    expect(() => parse(plugin)).not.toThrow(/hunter2/);
  });
});
