import { Field, Input } from '@grafana/ui';
import { useId } from 'react';
import { storedForecastSchema } from '#contract/stored-forecast.ts';
import { durationOption } from '../../shared/fields/field-choices.ts';
import { ChoiceBox } from '../../shared/ui/ChoiceBox.tsx';
import { FormSection } from './FormSection.tsx';
import { type PageQuery, readDuration } from './page-query.ts';

interface Props {
  query: PageQuery;
  name: string;
  nameError: string | undefined;
  onName: (name: string) => void;
  onChange: (patch: Partial<PageQuery>) => void;
}

const SCHEDULES = ['auto', '15m', '1h', '6h', '12h', '1d'];

/** Under which name a forecast is stored, and how often it is trained. */
export function SaveSection({ query, name, nameError, onName, onChange }: Props) {
  const id = useId();
  const schedule = storedForecastSchema.shape.schedule;
  const parsed = schedule.safeParse(query.schedule);
  const wrong = parsed.error?.issues[0]?.message;
  return (
    <FormSection title="4. Name and save">
      <Field
        label="Name"
        description="Needed to save it; unique within the data source."
        htmlFor={`${id}-name`}
        invalid={nameError !== undefined}
        error={nameError}
      >
        <Input
          id={`${id}-name`}
          value={name}
          maxLength={200}
          placeholder="Volumes of the shop"
          onChange={(event) => onName(event.currentTarget.value)}
        />
      </Field>
      <Field
        label={schedule.meta()?.title}
        description="Automatic: whenever a new step is complete."
        htmlFor={`${id}-schedule`}
        invalid={wrong !== undefined}
        error={wrong}
      >
        <ChoiceBox
          id={`${id}-schedule`}
          isOpen
          options={SCHEDULES.map(durationOption)}
          value={query.schedule}
          onChoose={(text) => onChange({ schedule: readDuration(text) })}
        />
      </Field>
    </FormSection>
  );
}
