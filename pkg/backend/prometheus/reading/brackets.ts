/** Strings with escapes, raw strings, comments, and brackets; everything else of PromQL is of no matter here. */
const TOKENS = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|#[^\n]*|[()]/gs;

/**
 * Whether an expression closes a parenthesis that it has not opened. Put between parentheses, such a text can be a
 * valid query of another meaning: `a) or (b`.
 */
export function closesMoreThanItOpens(expr: string): boolean {
  let depth = 0;
  for (const [token] of expr.matchAll(TOKENS)) {
    depth += token === '(' ? 1 : token === ')' ? -1 : 0;
    if (depth < 0) {
      return true;
    }
  }
  return false;
}
