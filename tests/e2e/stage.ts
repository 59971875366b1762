/** Where the parts of a running demo answer; `make demo` with a Grafana prints the same addresses. */
export const GRAFANA = process.env['GRAFANA_URL'] ?? 'http://127.0.0.1:3000';
export const PROMETHEUS = process.env['HEADROOM_PROMETHEUS_URL'] ?? 'http://127.0.0.1:9090';
export const EXPORTER = process.env['HEADROOM_EXPORTER_URL'] ?? 'http://127.0.0.1:9099';

export const DASHBOARD = 'headroom-capacity-forecast';
export const RULE = 'headroom-volume-breach';
