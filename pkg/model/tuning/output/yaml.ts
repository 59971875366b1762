/** What the writer can write; `null` is written as such, which a strategic merge patch takes for "remove". */
export type YamlValue = string | number | null | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/** Plain text that no YAML reader takes for anything else than a string. */
const PLAIN = /^([A-Za-z_][A-Za-z0-9_./-]*|[1-9][0-9]*(m|Mi|Gi))$/;
/** Words and exponents that some reader takes for a truth value, nothing or a number. */
const MISREAD = /^(true|false|yes|no|on|off|y|n|null|e[0-9].*)$/i;

/** Line breaks of YAML 1.1 that JSON leaves as they are, and controls that no YAML may hold. */
const UNSAFE = /[\u007f-\u009f\u2028\u2029\ufeff]/g;

/**
 * A value as a block of YAML 1.2 that 1.1 readers understand alike, two spaces a level, ending with a line break. Strings
 * are quoted unless they cannot be misread.
 */
export function toYaml(value: YamlValue): string {
  return `${lines(value).join('\n')}\n`;
}

function lines(value: YamlValue): string[] {
  if (isList(value) && value.length > 0) {
    return value.flatMap((item) => lines(item).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`));
  }
  if (isMap(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, item]) => {
      const inner = lines(item);
      return isNested(item)
        ? [`${scalar(key)}:`, ...inner.map((line) => `  ${line}`)]
        : [`${scalar(key)}: ${inner[0]}`];
    });
  }
  return [scalar(value)];
}

function isNested(value: YamlValue): boolean {
  return (isList(value) && value.length > 0) || (isMap(value) && Object.keys(value).length > 0);
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isMap(value: YamlValue): value is { readonly [key: string]: YamlValue } {
  return typeof value === 'object' && value !== null && !isList(value);
}

function scalar(value: YamlValue): string {
  if (typeof value === 'string') {
    return PLAIN.test(value) && !MISREAD.test(value) ? value : JSON.stringify(value).replace(UNSAFE, escaped);
  }
  return JSON.stringify(value);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
