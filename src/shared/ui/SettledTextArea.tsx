import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextArea, useStyles2 } from '@grafana/ui';
import { type ComponentProps, useLayoutEffect, useRef } from 'react';
import { useSettledText } from './use-settled-text.ts';

type Props = Omit<ComponentProps<typeof TextArea>, 'value' | 'onChange' | 'onBlur' | 'onKeyDown' | 'ref' | 'rows'> & {
  value: string;
  /** Called with a changed text once it is settled: on leaving the area and on Enter. Shift+Enter breaks the line. */
  onSettle: (text: string) => void;
};

const HIGHEST = 240;

/** An area for expressions that grows with its text, which counts once it is settled. */
export function SettledTextArea({ value, onSettle, ...rest }: Props) {
  const styles = useStyles2(getStyles);
  const area = useRef<HTMLTextAreaElement>(null);
  const { text, type, settle } = useSettledText(value, onSettle);
  useLayoutEffect(() => {
    if (area.current !== null) {
      fit(area.current);
    }
  }, [text]);
  return (
    <TextArea
      {...rest}
      aria-invalid={rest.invalid === true}
      ref={area}
      className={styles.code}
      spellCheck={false}
      rows={1}
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

/** As high as its text, up to a limit from where on it scrolls. */
function fit(area: HTMLTextAreaElement): void {
  area.style.height = 'auto';
  const border = area.offsetHeight - area.clientHeight;
  area.style.height = `${Math.min(HIGHEST, area.scrollHeight + border)}px`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  code: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
    minHeight: theme.spacing(theme.components.height.md),
    paddingTop: theme.spacing(0.75),
    resize: 'none',
  }),
});
