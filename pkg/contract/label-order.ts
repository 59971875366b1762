/** Labels that hold much, from the widest. */
const WIDEST: readonly string[] = ['cluster', 'namespace'];

/** Names of labels in the order in which a series is named by them: from the widest, as in "shop/api", the rest by name. */
export function widestFirst(labels: Iterable<string>): string[] {
  const rank = (label: string) => (WIDEST.includes(label) ? WIDEST.indexOf(label) : WIDEST.length);
  return [...labels].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
