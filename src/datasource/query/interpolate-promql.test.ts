import { describe, expect, it } from 'vitest';
import { interpolatePromql, type FormattedVariable, type Replace } from './interpolate-promql.ts';

/** Stands in for Grafana's template service: `$name` only. */
function replaceWith(variables: Record<string, { value: unknown } & FormattedVariable>): Replace {
  return (text, format) =>
    text.replace(/\$(\w+)/g, (whole, name: string) => {
      const variable = variables[name];
      return variable === undefined ? whole : (format?.(variable.value, variable) ?? String(variable.value));
    });
}

describe('interpolatePromql', () => {
  it('leaves values outside of strings as they are', () => {
    const replace = replaceWith({ metric: { value: 'up' }, matchers: { value: 'job="a\\.b"' }, factor: { value: 2 } });
    expect(interpolatePromql('$metric{$matchers} * $factor', replace)).toBe('up{job="a\\.b"} * 2');
  });

  it('escapes a single value for its quotes', () => {
    const replace = replaceWith({ drive: { value: 'C:\\"x"' } });
    expect(interpolatePromql('x{a="$drive"}', replace)).toBe('x{a="C:\\\\\\"x\\""}');
    expect(interpolatePromql("x{a='$drive'}", replace)).toBe('x{a=\'C:\\\\"x"\'}');
    expect(interpolatePromql('x{a=`$drive`}', replace)).toBe('x{a=`C:\\"x"`}');
  });

  it('makes several values an alternative, each taken literally', () => {
    const replace = replaceWith({ node: { value: ['a.b', 'c(d)'], multi: true } });
    expect(interpolatePromql('x{n=~"$node"}', replace)).toBe('x{n=~"(a\\\\.b|c\\\\(d\\\\))"}');
  });

  it('takes one chosen value of several literally too', () => {
    const replace = replaceWith({ node: { value: 'a.b', multi: true } });
    expect(interpolatePromql('x{n=~"$node"}', replace)).toBe('x{n=~"a\\\\.b"}');
    expect(interpolatePromql('x{n="$node"}', replace)).toBe('x{n="a.b"}');
  });

  it('lets a variable with one value hold a regular expression', () => {
    expect(interpolatePromql('x{n=~"$re"}', replaceWith({ re: { value: 'web-.*' } }))).toBe('x{n=~"web-.*"}');
  });

  it('takes no apostrophe of a comment for a string', () => {
    const replace = replaceWith({ v: { value: 'a"b' } });
    expect(interpolatePromql("x # it's $v\n+ $v", replace)).toBe('x # it\'s $v\n+ a"b');
  });

  it('knows a string from what is around it', () => {
    const replace = replaceWith({ v: { value: 'a"b' } });
    expect(interpolatePromql('label_replace(x{a="\\"$v"}, "d", "$1", "s", "(.*)") + $v', replace)).toBe(
      'label_replace(x{a="\\"a\\"b"}, "d", "$1", "s", "(.*)") + a"b'
    );
  });
});
