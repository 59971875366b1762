/** What Grafana tells a formatter about the variable that it formats. */
export interface FormattedVariable {
  readonly multi?: boolean;
  readonly includeAll?: boolean;
}

/** Formats the value of one variable. */
export type VariableFormatter = (value: unknown, variable: FormattedVariable) => string;

/** Replaces the variables of a text. */
export type Replace = (text: string, format?: VariableFormatter) => string;

/** Strings, and comments so that an apostrophe in one starts no string. */
const LITERAL = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|#.*/g;
const REGEX_OPERATOR = /[=!]~\s*$/;
const REGEX_SPECIAL = /[\\^$.*+?()[\]{}|]/g;

/**
 * Replaces the variables of a PromQL expression. Inside a string their values are escaped as its quotes need; a
 * variable with several values, or that may have several, becomes an alternative of a regular expression there.
 * Outside of strings values stand as they are, so that a variable may hold a part of the expression.
 */
export function interpolatePromql(expr: string, replace: Replace): string {
  let result = '';
  let from = 0;
  for (const { 0: literal, index } of expr.matchAll(LITERAL)) {
    const before = expr.slice(from, index);
    result += replace(before, asTheyAre) + replaceIn(literal, REGEX_OPERATOR.test(before), replace);
    from = index + literal.length;
  }
  return result + replace(expr.slice(from), asTheyAre);
}

function replaceIn(literal: string, isRegex: boolean, replace: Replace): string {
  const quote = literal.charAt(0);
  if (quote === '#') {
    return literal;
  }
  return replace(literal, (value, variable) => {
    const severalPossible = variable.multi === true || variable.includeAll === true;
    const values = toTexts(value).map((text) => (isRegex && severalPossible ? escapeRegex(text) : text));
    return escapeString(values.length === 1 ? (values[0] ?? '') : `(${values.join('|')})`, quote);
  });
}

function asTheyAre(value: unknown): string {
  return toTexts(value).join('|');
}

function toTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function escapeRegex(text: string): string {
  return text.replace(REGEX_SPECIAL, '\\$&');
}

function escapeString(text: string, quote: string): string {
  return quote === '`' ? text : text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
}
