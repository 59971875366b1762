const MOST = 10;

/** Grafana's form of notices: repeated ones once, at most ten, the rest counted. */
export function toNotices(texts: readonly string[]): { severity: 'warning'; text: string }[] {
  const distinct = [...new Set(texts)];
  const shown = distinct.length > MOST ? distinct.slice(0, MOST - 1) : distinct;
  const rest = distinct.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more notices of this kind are left out.`] : shown;
  return all.map((text) => ({ severity: 'warning', text }));
}
