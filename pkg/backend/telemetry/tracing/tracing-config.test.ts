import { describe, expect, it } from 'vitest';
import { tracingConfig } from './tracing-config.ts';

const of = (env: Record<string, string>, setting: { otlpEndpoint?: string } = {}) =>
  tracingConfig({ otlpEndpoint: setting.otlpEndpoint, otlpProtocol: 'grpc' }, env);
const receiverOf = (env: Record<string, string>, setting?: { otlpEndpoint: string }) => {
  const receiver = of(env, setting)?.receiver;
  return receiver && `${receiver.protocol} ${receiver.url.href}`;
};

describe('tracingConfig', () => {
  it('traces nothing unless told', () => {
    expect(of({})).toBeUndefined();
    expect(of({ GF_INSTANCE_OTLP_ADDRESS: '', OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBeUndefined();
    const on = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', GF_INSTANCE_OTLP_ADDRESS: 'c:4317' };
    expect(of({ ...on, OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
    expect(of({ ...on, OTEL_TRACES_EXPORTER: 'none' })).toBeUndefined();
  });

  it('puts the setting before the environment, and that before Grafana', () => {
    const grafana = { GF_INSTANCE_OTLP_ADDRESS: 'grafana-says:4317' };
    const both = { ...grafana, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://env:4318' };
    expect(receiverOf(grafana)).toBe('grpc http://grafana-says:4317/');
    expect(receiverOf(both)).toBe('http http://env:4318/v1/traces');
    expect(receiverOf(both, { otlpEndpoint: 'https://setting:4317' })).toBe('grpc https://setting:4317/');
  });

  it("follows OpenTelemetry's rules of addresses and protocols", () => {
    const endpoint = 'https://collector/base/';
    expect(receiverOf({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })).toBe('http https://collector/base/v1/traces');
    expect(receiverOf({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c/own' })).toBe('http http://c/own');
    const grpc = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
    expect(receiverOf(grpc)).toBe('grpc http://c:4317/');
    const headers = { OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer%20x%3D1, x-scope = team ,bad' };
    expect(of({ ...grpc, ...headers })?.receiver.headers).toEqual({ authorization: 'Bearer x=1', 'x-scope': 'team' });
  });

  it('names the service, and what else the environment says of it', () => {
    const grafana = { GF_INSTANCE_OTLP_ADDRESS: 'c:4317', GF_PLUGIN_VERSION: '1.2.3' };
    expect(of(grafana)?.resource).toEqual({ 'service.name': 'headroom', 'service.version': '1.2.3' });
    const named = { ...grafana, OTEL_RESOURCE_ATTRIBUTES: 'service.name=a,region=b', OTEL_SERVICE_NAME: 'c' };
    expect(of(named)?.resource).toEqual({ 'service.name': 'c', 'service.version': '1.2.3', region: 'b' });
  });

  it.each([
    [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' }, { kind: 'ratio', ratio: 0.25 }, false],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, { kind: 'ratio', ratio: 0 }, true],
    [{ OTEL_TRACES_SAMPLER: 'always_on' }, { kind: 'ratio', ratio: 1 }, false],
    [{}, { kind: 'ratio', ratio: 1 }, true],
  ])('samples as %j says', (env, sampler, isParentBased) => {
    expect(of({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', ...env })).toMatchObject({ sampler, isParentBased });
  });

  it.each([
    [
      { type: 'const', param: '0.000000' },
      { kind: 'ratio', ratio: 0 },
    ],
    [
      { type: '', param: '1.000000' },
      { kind: 'ratio', ratio: 1 },
    ],
    [
      { type: 'probabilistic', param: '0.100000' },
      { kind: 'ratio', ratio: 0.1 },
    ],
    [
      { type: 'rateLimiting', param: '5.000000' },
      { kind: 'rate', perSecond: 5 },
    ],
    [
      { type: 'remote', param: '0.500000' },
      { kind: 'ratio', ratio: 0.5 },
    ],
  ])("samples as Grafana's %j says", ({ type, param }, sampler) => {
    const env = { GF_INSTANCE_OTLP_SAMPLER_TYPE: type, GF_INSTANCE_OTLP_SAMPLER_PARAM: param };
    expect(of({ GF_INSTANCE_OTLP_ADDRESS: 'c:4317', ...env })).toMatchObject({ sampler, isParentBased: true });
  });

  it('propagates as Grafana does', () => {
    const propagated = (text: string) =>
      of({ GF_INSTANCE_OTLP_ADDRESS: 'c:4317', GF_INSTANCE_OTLP_PROPAGATION: text })?.propagations;
    expect(propagated('')).toEqual(['w3c']);
    expect(propagated('jaeger')).toEqual(['jaeger']);
    expect(propagated('jaeger, w3c')).toEqual(['w3c', 'jaeger']);
  });

  it('refuses what is no address without quoting it', () => {
    expect(() => of({ OTEL_EXPORTER_OTLP_ENDPOINT: 'ftp://user:secret@c' })).toThrow(
      'OTEL_EXPORTER_OTLP_ENDPOINT is no address like http://collector:4317'
    );
  });
});
