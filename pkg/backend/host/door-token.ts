import { createHash, timingSafeEqual } from 'node:crypto';
import { type Metadata, type ServerInterceptor, ServerInterceptingCall, status } from '@grpc/grpc-js';

const REFUSED = {
  code: status.UNAUTHENTICATED,
  details:
    'The token is missing or wrong. Set engine_token in [plugin.headroom-capacity-datasource] of grafana.ini to the token of the engine.',
};

/** Refuses every call without the bearer token, before anything of its message is read. */
export function requireToken(tokenSha256: string): ServerInterceptor {
  const expected = Buffer.from(tokenSha256, 'hex');
  return (_method, call) =>
    new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, pass) =>
            timingSafeEqual(digestOf(metadata), expected) ? pass(metadata) : call.sendStatus(REFUSED),
        }),
    });
}

function digestOf(metadata: Metadata): Buffer {
  const given = metadata.get('authorization')[0]?.toString() ?? '';
  const token = /^Bearer (.+)$/.exec(given)?.[1] ?? '';
  return createHash('sha256').update(token).digest();
}
