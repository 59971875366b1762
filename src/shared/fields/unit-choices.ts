/** Usual units of signals, by Grafana's ids. */
export const UNITS = [
  { value: 'short', label: 'Number' },
  { value: 'percentunit', label: 'Percent (0.0–1.0)' },
  { value: 'percent', label: 'Percent (0–100)' },
  { value: 'bytes', label: 'Bytes' },
  { value: 'binBps', label: 'Bytes per second' },
  { value: 'reqps', label: 'Requests per second' },
  { value: 's', label: 'Seconds' },
  { value: 'suffix:cores', label: 'Cores' },
];
