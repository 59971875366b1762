import { describe, expect, it } from 'vitest';
import { freshOrigin, traceOrigin } from './origin.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const of = (headers: Record<string, string>) => traceOrigin((name) => headers[name]);
const caller = { traceId: TRACE, spanId: SPAN };

describe('traceOrigin', () => {
  it("reads W3C's header, of later versions too", () => {
    expect(of({ traceparent: `00-${TRACE}-${SPAN}-01` })).toEqual({ ...caller, isSampled: true });
    expect(of({ traceparent: `00-${TRACE}-${SPAN}-02` })).toEqual({ ...caller, isSampled: false });
    expect(of({ traceparent: `cc-${TRACE}-${SPAN}-01-more` })).toEqual({ ...caller, isSampled: true });
  });

  it("reads Jaeger's header, with escapes and without leading zeros", () => {
    expect(of({ 'uber-trace-id': `${TRACE}:${SPAN}:0:1` })).toEqual({ ...caller, isSampled: true });
    expect(of({ 'uber-trace-id': `${TRACE}%3A${SPAN}%3a0%3A0` })).toEqual({ ...caller, isSampled: false });
    const short = of({ 'uber-trace-id': 'abc:1:0:1' });
    expect(short).toEqual({ traceId: 'abc'.padStart(32, '0'), spanId: '1'.padStart(16, '0'), isSampled: true });
  });

  it.each([
    {},
    { traceparent: 'x' },
    { traceparent: `ff-${TRACE}-${SPAN}-01` },
    { traceparent: `00-${'0'.repeat(32)}-${SPAN}-01` },
    { traceparent: `00-${TRACE}-${'0'.repeat(16)}-01` },
    { traceparent: `00-${TRACE.toUpperCase()}-${SPAN}-01` },
    { 'uber-trace-id': '0:0:0:1' },
  ])('begins a trace of its own for %j', (headers) => {
    expect(of(headers)).toEqual({ traceId: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown });
    expect(freshOrigin().traceId).not.toBe(freshOrigin().traceId);
  });
});
