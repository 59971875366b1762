import { create } from '@bufbuild/protobuf';
import { Metadata } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import type { Logger } from '../app/context.ts';
import { PluginContextSchema, type User, UserSchema } from './gen/pluginv2_pb.ts';
import { instanceOf, toContext } from './request-context.ts';

const NOW = 1_700_000_000_000;

function pluginOf({ orgId = 7n, user }: { orgId?: bigint; user?: Partial<Omit<User, '$typeName'>> } = {}) {
  return create(PluginContextSchema, {
    orgId,
    dataSourceInstanceSettings: { uid: 'prom' },
    ...(user === undefined ? {} : { user: create(UserSchema, user) }),
  });
}

/** A call that can be canceled, with a deadline and a trace parent. */
function callOf({ deadline = Infinity, traceparent = '' }: { deadline?: Date | number; traceparent?: string } = {}) {
  const metadata = new Metadata();
  if (traceparent !== '') {
    metadata.set('traceparent', traceparent);
  }
  const listeners: (() => void)[] = [];
  return {
    metadata,
    getDeadline: () => deadline,
    on: (_event: 'cancelled', listener: () => void) => listeners.push(listener),
    cancel: () => listeners.forEach((listener) => listener()),
  };
}

const lines: unknown[] = [];
const note = (message: string, fields?: object) => lines.push({ message, ...fields });
const log: Logger = { debug: note, info: note, warn: note, error: note };
const contextOf = (plugin = pluginOf(), call = callOf()) => toContext(call, plugin, log, NOW);

describe('toContext', () => {
  it('takes organisation and data source from the request, and tells them apart', () => {
    expect(contextOf()).toMatchObject({ org: '7', source: 'prom' });
    expect(contextOf(pluginOf({ orgId: 8n }))).toMatchObject({ org: '8', source: 'prom' });
    const large = 2n ** 53n + 1n;
    expect(contextOf(pluginOf({ orgId: large })).org).toBe('9007199254740993');
  });

  it.each([
    ['None', 'None'],
    ['Viewer', 'Viewer'],
    ['Editor', 'Editor'],
    ['Admin', 'Admin'],
    ['', 'None'],
    ['admin', 'None'],
    ['Grafana Admin', 'None'],
    ['toString', 'None'],
  ])('takes the role "%s" of a user for %s', (role, expected) => {
    const user = { login: 'nadia', role };
    expect(contextOf(pluginOf({ user }))).toMatchObject({ principal: 'nadia', role: expected });
  });

  it('lets alert rules, which have no user, read and nothing else', () => {
    expect(contextOf()).toMatchObject({ principal: 'alerting', role: 'Viewer' });
  });

  it('refuses a request without a data source, and says what to do', () => {
    for (const plugin of [undefined, create(PluginContextSchema, { orgId: 1n })]) {
      expect(() => instanceOf(plugin)).toThrow(/names no data source/);
      expect(() => toContext(callOf(), plugin, log, NOW)).toThrow(
        expect.objectContaining({ code: 'not_configured', culprit: 'user' }) as Error
      );
    }
  });

  it('answers somewhat before the deadline of the caller, or within a minute when it names none', () => {
    expect(contextOf(pluginOf(), callOf({ deadline: new Date(NOW + 30_000) })).deadlineMs).toBe(NOW + 29_800);
    expect(contextOf(pluginOf(), callOf({ deadline: NOW + 5_000 })).deadlineMs).toBe(NOW + 4_800);
    expect(contextOf().deadlineMs).toBe(NOW + 60_000);
  });

  it('gives up when the call is canceled', () => {
    const call = callOf();
    const { signal } = contextOf(pluginOf(), call);
    expect(signal.aborted).toBe(false);
    call.cancel();
    expect(signal.aborted).toBe(true);
  });

  it('takes the trace id of the caller, or makes one', () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const call = callOf({ traceparent: `00-${traceId}-b7ad6b7169203331-01` });
    expect(contextOf(pluginOf(), call).traceId).toBe(traceId);
    const made = [callOf({ traceparent: '00-xyz' }), callOf()].map((one) => contextOf(pluginOf(), one).traceId);
    expect(made).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), expect.stringMatching(/^[0-9a-f]{32}$/)]);
    expect(made[0]).not.toBe(made[1]);
  });

  it('names trace, organisation and data source in each line of the log, and no user', () => {
    const ctx = contextOf(pluginOf({ user: { login: 'nadia', email: 'nadia@example.org', role: 'Admin' } }));
    lines.length = 0;
    ctx.log.debug('one');
    ctx.log.info('two', { code: 'x' });
    ctx.log.warn('three');
    ctx.log.error('four', { org: 'overridden' });
    const scope = { traceId: ctx.traceId, org: '7', source: 'prom' };
    expect(lines).toEqual([
      { message: 'one', ...scope },
      { message: 'two', ...scope, code: 'x' },
      { message: 'three', ...scope },
      { message: 'four', ...scope, org: 'overridden' },
    ]);
  });
});
