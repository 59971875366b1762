import { create } from '@bufbuild/protobuf';
import type { ServerWritableStream, UntypedServiceImplementation } from '@grpc/grpc-js';
import { HeadroomError, toHeadroomError } from '#contract/errors.ts';
import { requireMethod } from '../app/request-methods.ts';
import { describeFailure } from '../app/describe-failure.ts';
import { errorResponse } from '../app/error-response.ts';
import { type CallResourceRequest, type CallResourceResponse, CallResourceResponseSchema } from './gen/pluginv2_pb.ts';
import { believed, type HostDeps, sourceOf } from './host-deps.ts';
import { toContext } from './request-context.ts';

/** Answers are sent in pieces below the host's usual message limit. */
const CHUNK_BYTES = 1 << 20;
const BODYLESS = new Set(['GET', 'HEAD']);

/** Answers CallResource by the REST router, the same one that serves HTTP. */
export function resourceService(host: HostDeps): UntypedServiceImplementation {
  return {
    callResource: (call: ServerWritableStream<CallResourceRequest, CallResourceResponse>) => {
      answer(call, host).catch((thrown: unknown) => {
        host.log.error('resource call failed', { reason: String(thrown) });
        call.destroy(thrown as Error);
      });
    },
  };
}

async function answer(
  call: ServerWritableStream<CallResourceRequest, CallResourceResponse>,
  host: HostDeps
): Promise<void> {
  const response = await respond(call, host);
  const body = new Uint8Array(await response.arrayBuffer());
  const headers = Object.fromEntries([...response.headers].map(([name, value]) => [name, { values: [value] }]));
  call.write(
    create(CallResourceResponseSchema, { code: response.status, headers, body: body.subarray(0, CHUNK_BYTES) })
  );
  for (let at = CHUNK_BYTES; at < body.byteLength; at += CHUNK_BYTES) {
    call.write(
      create(CallResourceResponseSchema, { code: response.status, body: body.subarray(at, at + CHUNK_BYTES) })
    );
  }
  call.end();
}

async function respond(
  call: ServerWritableStream<CallResourceRequest, CallResourceResponse>,
  host: HostDeps
): Promise<Response> {
  const { request } = call;
  try {
    const plugin = await believed(host, request.pluginContext, request.headers);
    const ctx = toContext(call, plugin, host.log, host.clock.now(), host.engine.tracer);
    return await host.engine.route(toRequest(request), { ctx, source: sourceOf(host, plugin) });
  } catch (thrown) {
    const error = toHeadroomError(thrown);
    const level = error.culprit === 'plugin' ? 'error' : 'info';
    host.log[level]('resource call refused', { code: error.code, reason: describeFailure(thrown) });
    return errorResponse(error);
  }
}

function toRequest(request: CallResourceRequest): Request {
  const method = request.method.toUpperCase();
  requireMethod(method);
  const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
  const url = new URL(`/${request.path.replace(/^\/+/, '')}${query}`, 'http://engine');
  const headers = toHeaders(request);
  return new Request(url, { method, headers, ...(BODYLESS.has(method) ? {} : { body: Buffer.from(request.body) }) });
}

function toHeaders(request: CallResourceRequest): Headers {
  const headers = new Headers();
  for (const [name, { values }] of Object.entries(request.headers)) {
    try {
      values.forEach((value) => headers.append(name, value));
    } catch (cause) {
      throw new HeadroomError('invalid_argument', `The header ${JSON.stringify(name)} cannot be read.`, {
        field: 'headers',
        remedy: 'Leave it out, or write it in the signs that HTTP allows.',
        cause,
      });
    }
  }
  return headers;
}
