const NON_FINITE = ['NaN', '+Inf', '-Inf', 'Inf'];

/**
 * The number that Prometheus wrote as text; NaN for `NaN` and the infinities, which no model can use; `undefined` for
 * anything else.
 */
export function parseSampleValue(text: unknown): number | undefined {
  if (typeof text === 'string') {
    const value = isDecimal(text) ? Number(text) : NaN;
    if (Number.isFinite(value)) {
      return value;
    }
    if (NON_FINITE.includes(text)) {
      return NaN;
    }
  }
  return undefined;
}

/** Unix milliseconds of a timestamp in seconds; `undefined` when it is no number. */
export function parseSampleTime(seconds: unknown): number | undefined {
  return typeof seconds === 'number' && Number.isFinite(seconds) ? Math.round(seconds * 1_000) : undefined;
}

const [PLUS, NINE, EXPONENT] = ['+', '9', 'e'].map((letter) => letter.charCodeAt(0)) as [number, number, number];
const LOWER_CASE = 32;

/**
 * Whether a text that `Number` accepts is a decimal: it also takes blanks around the number and other bases, which
 * Prometheus never writes. Three characters tell; a regular expression would take as long as the conversion.
 */
function isDecimal(text: string): boolean {
  const second = text.charCodeAt(1);
  const isOtherBase = second > NINE && (second | LOWER_CASE) !== EXPONENT;
  return isNumberCharacter(text.charCodeAt(0)) && isNumberCharacter(text.charCodeAt(text.length - 1)) && !isOtherBase;
}

/** `+`, `-`, `.` or a digit (and the `,` and `/` between them, which no number holds). */
function isNumberCharacter(code: number): boolean {
  return code >= PLUS && code <= NINE;
}
