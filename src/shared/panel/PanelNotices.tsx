import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { IconButton, Text, Toggletip, useStyles2 } from '@grafana/ui';

interface Props {
  /** Such as "About this forecast". */
  title: string;
  /** What was made in the browser, such as "Forecast in the browser"; absent when the engine answered. */
  where: string | undefined;
  notices: readonly string[];
}

/** An icon beside a panel's answer that opens what there is to say about it; nothing when there is nothing to say. */
export function PanelNotices({ title, where, notices }: Props) {
  const styles = useStyles2(getStyles);
  if (notices.length === 0) {
    return null;
  }
  return (
    <>
      {where !== undefined && (
        <span className={styles.where}>
          <Text variant="bodySmall" color="secondary">
            {where}
          </Text>
        </span>
      )}
      <Toggletip
        placement="bottom-end"
        title={title}
        content={
          <ul className={styles.notices}>
            {notices.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
          </ul>
        }
      >
        <IconButton name="info-circle" aria-label={where === undefined ? 'Show notices' : `${where}. Show notices`} />
      </Toggletip>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // The icon and its notices say the same where there is no room.
  where: css({ whiteSpace: 'nowrap', '@container (max-width: 480px)': { display: 'none' } }),
  notices: css({ margin: 0, paddingLeft: theme.spacing(2), maxHeight: 240, overflowY: 'auto' }),
});
