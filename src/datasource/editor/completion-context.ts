/** What would fit where the cursor is, and the part of it that is typed already. */
export type CompletionContext =
  | { readonly kind: 'expression' | 'duration'; readonly prefix: string }
  | { readonly kind: 'label-name'; readonly metric: string | undefined; readonly prefix: string }
  | {
      readonly kind: 'label-value';
      readonly metric: string | undefined;
      readonly label: string;
      readonly prefix: string;
    }
  | { readonly kind: 'nothing' };

interface Open {
  readonly sign: string;
  readonly at: number;
}

/** What ends each thing that can be open, quotes aside. */
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '#': '\n' };
const QUOTES: ReadonlySet<string> = new Set(['"', "'", '`']);
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*$/i;
const NOTHING: CompletionContext = { kind: 'nothing' };

/** Finds out what may follow a piece of PromQL, from nothing but the text before the cursor. */
export function completionContext(before: string): CompletionContext {
  const open = openSigns(before);
  const last = open.at(-1);
  switch (last?.sign) {
    case '#':
      return NOTHING;
    case '"':
    case "'":
    case '`':
      return inString(before, last, open.at(-2));
    case '[':
      return { kind: 'duration', prefix: before.slice(last.at + 1) };
    case '{':
      return inMatchers(before, last);
    default:
      return inExpression(before, last);
  }
}

/** Brackets, quotes and comments that are open at the end of a text, outermost first. */
function openSigns(text: string): Open[] {
  const open: Open[] = [];
  for (let at = 0; at < text.length; at++) {
    const inner = open.at(-1)?.sign ?? '';
    const sign = text.charAt(at);
    if (QUOTES.has(inner) && inner !== '`' && sign === '\\') {
      at++;
    } else if (closes(sign, inner)) {
      open.pop();
    } else if (opens(sign, inner)) {
      open.push({ sign, at });
    }
  }
  return open;
}

function closes(sign: string, inner: string): boolean {
  return QUOTES.has(inner) ? sign === inner : CLOSING[inner] === sign;
}

function opens(sign: string, inner: string): boolean {
  const isText = QUOTES.has(inner) || inner === '#';
  return !isText && (QUOTES.has(sign) || sign in CLOSING);
}

function inExpression(before: string, around: Open | undefined): CompletionContext {
  const prefix = /[A-Za-z_:][\w:]*$/.exec(before)?.[0] ?? '';
  const isGrouping = around !== undefined && GROUPING.test(before.slice(0, around.at));
  if (isGrouping) {
    return { kind: 'label-name', metric: undefined, prefix };
  }
  const isNumber = /[\d.]\w*$/.test(before.slice(0, before.length - prefix.length));
  return isNumber ? NOTHING : { kind: 'expression', prefix };
}

function inString(before: string, quote: Open, around: Open | undefined): CompletionContext {
  const label = /([A-Za-z_]\w*)\s*(?:=~|!~|!=|=)\s*$/.exec(before.slice(0, quote.at))?.[1];
  if (around?.sign !== '{' || label === undefined) {
    return NOTHING;
  }
  return { kind: 'label-value', metric: metricBefore(before, around), label, prefix: before.slice(quote.at + 1) };
}

function inMatchers(before: string, brace: Open): CompletionContext {
  const prefix = /[{,]\s*(\w*)$/.exec(before)?.[1];
  return prefix === undefined ? NOTHING : { kind: 'label-name', metric: metricBefore(before, brace), prefix };
}

function metricBefore(before: string, brace: Open): string | undefined {
  return /[A-Za-z_:][\w:]*(?=\s*$)/.exec(before.slice(0, brace.at))?.[0];
}
