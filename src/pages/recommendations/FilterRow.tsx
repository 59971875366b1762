import { Field, FilterInput, InlineSwitch, Stack } from '@grafana/ui';
import { useId } from 'react';
import { RECOMMENDATION_STATES } from '#contract/recommendations.ts';
import type { AdviceFilters } from '../../shared/tuning/advice-filters.ts';
import { STATE_TEXT } from '../../shared/tuning/advice-words.ts';
import { ChoiceBox } from '../../shared/ui/ChoiceBox.tsx';
import { ExportMenu } from './ExportMenu.tsx';

interface Props {
  filters: AdviceFilters;
  namespaces: readonly string[];
  onChange: (change: Partial<AdviceFilters>) => void;
  /** How many are approved, ready to be taken away. */
  approved: number;
  sourceUid: string;
}

/** Combobox has no empty value. */
const ALL = 'all';
const PURPOSES = [
  { value: ALL, label: 'All kinds' },
  { value: 'saving', label: 'Savings' },
  { value: 'reliability', label: 'Reliability fixes' },
];
const STATES = [
  { value: ALL, label: 'All states' },
  ...RECOMMENDATION_STATES.map((value) => ({ value, label: STATE_TEXT[value] })),
];
const WIDTH = 22;

/** What the table is narrowed to, and the way to take approved changes away. */
export function FilterRow({ filters, namespaces, onChange, approved, sourceUid }: Props) {
  const id = useId();
  const inNamespaces = [{ value: ALL, label: 'All namespaces' }, ...namespaces.map((value) => ({ value }))];
  const word = (value: string) => (value === ALL ? '' : value);
  return (
    <Stack direction="row" gap={2} wrap="wrap" alignItems="flex-end">
      <Field label="Search" htmlFor={`${id}-search`} noMargin>
        <FilterInput
          id={`${id}-search`}
          placeholder="Object or finding"
          width={WIDTH}
          value={filters.words}
          onChange={(words) => onChange({ words })}
        />
      </Field>
      <Field label="Namespace" htmlFor={`${id}-namespace`} noMargin>
        <ChoiceBox
          id={`${id}-namespace`}
          width={WIDTH}
          options={inNamespaces}
          value={filters.namespace || ALL}
          onChoose={(value) => onChange({ namespace: word(value) })}
        />
      </Field>
      <Field label="Kind" htmlFor={`${id}-purpose`} noMargin>
        <ChoiceBox
          id={`${id}-purpose`}
          width={WIDTH}
          options={PURPOSES}
          value={filters.purpose || ALL}
          onChoose={(value) => onChange({ purpose: word(value) })}
        />
      </Field>
      <Field label="State" htmlFor={`${id}-state`} noMargin>
        <ChoiceBox
          id={`${id}-state`}
          width={WIDTH}
          options={STATES}
          value={filters.state || ALL}
          onChoose={(value) => onChange({ state: word(value) })}
        />
      </Field>
      <InlineSwitch
        id={`${id}-all`}
        label="Also what needs no change"
        showLabel
        transparent
        value={filters.isAll}
        onChange={(event) => onChange({ isAll: event.currentTarget.checked })}
      />
      <ExportMenu
        label="Export approved"
        sourceUid={sourceUid}
        ids={[]}
        reason={approved === 0 ? 'Nothing is approved yet.' : undefined}
      />
    </Stack>
  );
}
