import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextArea, useStyles2 } from '@grafana/ui';
import type { ComponentProps } from 'react';
import { useSettledText } from './use-settled-text.ts';

type Props = Omit<ComponentProps<typeof TextArea>, 'value' | 'onChange' | 'onBlur' | 'onKeyDown' | 'ref' | 'rows'> & {
  value: string;
  /** Called with a changed text once it is settled: on leaving the area and on Enter. Shift+Enter breaks the line. */
  onSettle: (text: string) => void;
};

const CHARACTERS_A_ROW = 38;
const MOST_ROWS = 8;

/** An area for expressions that grows with its text, which counts once it is settled. */
export function SettledTextArea({ value, onSettle, ...rest }: Props) {
  const styles = useStyles2(getStyles);
  const { text, type, settle } = useSettledText(value, onSettle);
  return (
    <TextArea
      {...rest}
      className={styles.code}
      spellCheck={false}
      rows={rowsOf(text)}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.shiftKey) {
          event.preventDefault();
          settle();
        }
      }}
    />
  );
}

function rowsOf(text: string): number {
  const rows = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / CHARACTERS_A_ROW)), 0);
  return Math.min(MOST_ROWS, Math.max(2, rows));
}

const getStyles = (theme: GrafanaTheme2) => ({
  code: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  }),
});
