import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, ClipboardButton, Stack, Tab, TabsBar, Text, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import type { RecommendationDetailJson } from '#contract/recommendations.ts';
import { downloadText } from '../../shared/host/download.ts';

type Form = keyof RecommendationDetailJson['outputs'];

const FORMS: ReadonlyArray<{ form: Form; label: string; ending: string; type: string }> = [
  { form: 'diff', label: 'Diff', ending: 'diff', type: 'text/x-diff' },
  { form: 'patch', label: 'YAML patch', ending: 'yaml', type: 'application/yaml' },
  { form: 'json', label: 'JSON', ending: 'json', type: 'application/json' },
  { form: 'markdown', label: 'Markdown', ending: 'md', type: 'text/markdown' },
];

/** The change in every form, to look at and to take away. */
export function ChangeOutputs({ one: { outputs, target } }: { one: RecommendationDetailJson }) {
  const styles = useStyles2(getStyles);
  const [chosen, choose] = useState<Form>('diff');
  const { ending, type, label } = FORMS.find(({ form }) => form === chosen) ?? FORMS[0]!;
  const text = outputs[chosen];
  const file = [target.namespace, target.name, target.resource].filter((part) => part !== '').join('-');
  return (
    <Stack direction="column" gap={1}>
      <Stack direction="row" justifyContent="space-between" alignItems="center" wrap="wrap" gap={1}>
        <Text element="h3" variant="h5">
          Change
        </Text>
        <Stack direction="row" gap={1}>
          <ClipboardButton size="sm" variant="secondary" icon="copy" getText={() => text}>
            Copy
          </ClipboardButton>
          <Button
            size="sm"
            variant="secondary"
            icon="download-alt"
            onClick={() => downloadText(`${file}.${ending}`, text, type)}
          >
            Download
          </Button>
        </Stack>
      </Stack>
      <TabsBar>
        {FORMS.map(({ form, label: name }) => (
          <Tab key={form} label={name} active={form === chosen} onChangeTab={() => choose(form)} />
        ))}
      </TabsBar>
      <pre className={styles.text} tabIndex={0} aria-label={label}>
        {chosen === 'diff' ? <Diff text={text} /> : text}
      </pre>
    </Stack>
  );
}

/** Lines that go and come, told apart by their sign and by colour. */
function Diff({ text }: { text: string }) {
  const styles = useStyles2(getStyles);
  return text.split('\n').map((line, i) => (
    // Lines have no identity but their place.
    <span key={i} className={cx(line.startsWith('-') && styles.gone, line.startsWith('+') && styles.come)}>
      {`${line}\n`}
    </span>
  ));
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({ maxHeight: 400, margin: 0, overflow: 'auto', fontSize: theme.typography.bodySmall.fontSize }),
  gone: css({ color: theme.colors.error.text }),
  come: css({ color: theme.colors.success.text }),
});
