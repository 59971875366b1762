import type { EngineConfig } from '#contract/engine-config.ts';
import type { Logger } from '../../app/context.ts';
import type { Clock } from '../../app/ports/clock.ts';
import type { Tracer } from '../../app/ports/tracer.ts';
import { createOtlpTracer } from './otlp-tracer.ts';
import { createSendSpans } from './send-spans.ts';
import { type SpanOutcome, SpanQueue } from './span-queue.ts';
import { tracingConfig } from './tracing-config.ts';

const UNTRACED: Tracer = { continue: () => undefined, stop: () => Promise.resolve() };

/** A tracer as configured. What is wrong with its configuration is logged: forecasts are worth more than traces. */
export function createTracer(
  config: Pick<EngineConfig, 'otlpEndpoint' | 'otlpProtocol'>,
  env: Readonly<Record<string, string | undefined>>,
  deps: {
    readonly clock: Clock;
    readonly log: Logger;
    readonly onSpans: (outcome: SpanOutcome, count: number) => void;
  }
): Tracer {
  try {
    const tracing = tracingConfig(config, env);
    if (tracing === undefined) {
      return UNTRACED;
    }
    const { protocol, url } = tracing.receiver;
    const queue = new SpanQueue({ ...deps, send: createSendSpans(tracing) });
    deps.log.info('traces are sent', { protocol, receiver: url.host });
    return createOtlpTracer(tracing, { clock: deps.clock, queue });
  } catch (thrown) {
    deps.log.warn('nothing is traced', { reason: thrown instanceof Error ? thrown.message : String(thrown) });
    return UNTRACED;
  }
}
