import { pino } from 'pino';
import type { Logger } from '../app/context.ts';

/** Grafana's log reader takes at most 64 KiB a line. */
const MAX_TEXT = 16_000;

/** JSON lines on stderr in the form that Grafana reads from its plugins. Written at once, so that none is lost. */
export function createLogger(level: 'debug' | 'info' | 'warn' | 'error'): Logger {
  const log = pino(
    {
      level,
      base: null,
      messageKey: '@message',
      timestamp: () => `,"@timestamp":"${microsecondTime()}"`,
      formatters: { level: (label) => ({ '@level': label }) },
    },
    pino.destination({ fd: 2, sync: true })
  );
  return {
    debug: (message, fields) => log.debug(shortened(fields), message),
    info: (message, fields) => log.info(shortened(fields), message),
    warn: (message, fields) => log.warn(shortened(fields), message),
    error: (message, fields) => log.error(shortened(fields), message),
  };
}

/** Grafana takes a line whose time has not exactly six decimals for plain text, and hides it at the level debug. */
function microsecondTime(): string {
  return new Date().toISOString().replace('Z', '000Z');
}

function shortened(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'string' && value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value,
    ])
  );
}
