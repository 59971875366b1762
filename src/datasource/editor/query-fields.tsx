import { EditorField } from '@grafana/plugin-ui';
import { Combobox, type ComboboxOption, RadioButtonGroup } from '@grafana/ui';
import { useId } from 'react';
import type { FieldErrors } from '../query/validate.ts';
import type { HeadroomQuery, QueryField } from '../types.ts';
import { fieldHelp } from '../../shared/fields/field-help.ts';
import { SettledInput } from '../../shared/ui/SettledInput.tsx';
import { useSameList } from '../../shared/ui/use-same-list.ts';

/** What every field of the editor gets: the query, what is wrong with it, and how to change it. */
export interface FieldProps {
  query: HeadroomQuery;
  errors: FieldErrors;
  onChange: (patch: Partial<HeadroomQuery>) => void;
}

type TextFieldName =
  | 'horizon'
  | 'step'
  | 'trainingWindow'
  | 'within'
  | 'legendFormat'
  | 'minDuration'
  | 'namespace'
  | 'history';
type ChoiceFieldName = 'direction' | 'measure' | 'format' | 'aggregate' | 'model' | 'threshold';
type NumberFieldName = 'lowerBound' | 'upperBound' | 'minDeviation' | 'minRelativeDeviation';

/** A duration: a usual one from the list, or any that is typed in. */
export function DurationField({
  field,
  options,
  fallback,
  ...props
}: FieldProps & { field: TextFieldName; options: string[]; fallback: string }) {
  const id = useId();
  const current = props.query[field] || fallback;
  // The list highlights as many rows down as the current value is; only in the first row Enter takes what was typed.
  const choices = [current, ...options.filter((option) => option !== current)];
  const list = useSameList(choices.map((value) => ({ value, label: value === 'auto' ? 'Auto' : value })));
  return (
    <LabelledField field={field} queryType={props.query.queryType} errors={props.errors} htmlFor={id}>
      <Combobox
        id={id}
        createCustomValue
        width={16}
        options={list}
        value={current}
        onChange={({ value }) => props.onChange({ [field]: value === fallback ? undefined : value.trim() })}
      />
    </LabelledField>
  );
}

/** One of a few values. */
export function ChoiceField<F extends ChoiceFieldName>({
  field,
  options,
  fallback,
  ...props
}: FieldProps & {
  field: F;
  options: Array<{ value: NonNullable<HeadroomQuery[F]>; label: string }>;
  fallback: NonNullable<HeadroomQuery[F]>;
}) {
  return (
    <LabelledField field={field} queryType={props.query.queryType} errors={props.errors}>
      <RadioButtonGroup
        aria-label={fieldHelp(field, props.query.queryType).title}
        options={options}
        value={props.query[field] ?? fallback}
        onChange={(value) => props.onChange({ [field]: value === fallback ? undefined : value })}
      />
    </LabelledField>
  );
}

/** One of several values with explanations. */
export function ListField<F extends ChoiceFieldName>({
  field,
  options,
  fallback,
  width,
  ...props
}: FieldProps & {
  field: F;
  width: number;
  options: Array<ComboboxOption<NonNullable<HeadroomQuery[F]>>>;
  fallback: NonNullable<HeadroomQuery[F]>;
}) {
  const id = useId();
  return (
    <LabelledField field={field} queryType={props.query.queryType} errors={props.errors} htmlFor={id}>
      <Combobox
        id={id}
        width={width}
        options={options}
        value={props.query[field] ?? fallback}
        onChange={({ value }) => props.onChange({ [field]: value === fallback ? undefined : value })}
      />
    </LabelledField>
  );
}

const NUMBER_DEFAULTS: Record<NumberFieldName, string> = {
  lowerBound: 'auto',
  upperBound: 'none',
  minDeviation: '0',
  minRelativeDeviation: '0',
};

/** A number that may be missing. */
export function NumberField({ field, ...props }: FieldProps & { field: NumberFieldName }) {
  const id = useId();
  const value = props.query[field];
  return (
    <LabelledField field={field} queryType={props.query.queryType} errors={props.errors} htmlFor={id}>
      <SettledInput
        id={id}
        type="number"
        step="any"
        width={12}
        placeholder={NUMBER_DEFAULTS[field]}
        value={typeof value === 'number' ? String(value) : ''}
        onSettle={(text) => props.onChange({ [field]: text.trim() === '' ? undefined : Number(text) })}
      />
    </LabelledField>
  );
}

/** One line of free text. */
export function TextField({
  field,
  placeholder,
  width,
  ...props
}: FieldProps & { field: TextFieldName; placeholder: string; width: number }) {
  const id = useId();
  return (
    <LabelledField field={field} queryType={props.query.queryType} errors={props.errors} htmlFor={id}>
      <SettledInput
        id={id}
        width={width}
        placeholder={placeholder}
        value={props.query[field] ?? ''}
        onSettle={(text) => props.onChange({ [field]: text === '' ? undefined : text })}
      />
    </LabelledField>
  );
}

/** Label, explanation and error of a field, around its control. */
export function LabelledField({
  field,
  queryType,
  errors,
  htmlFor,
  children,
}: {
  field: QueryField;
  /** What the query asks for; a forecast when it is missing. */
  queryType?: HeadroomQuery['queryType'];
  errors: FieldErrors;
  htmlFor?: string;
  children: React.ReactElement;
}) {
  const { title, description } = fieldHelp(field, queryType);
  const error = errors[field];
  return (
    <EditorField label={title} tooltip={description} htmlFor={htmlFor} invalid={error !== undefined} error={error}>
      {children}
    </EditorField>
  );
}
