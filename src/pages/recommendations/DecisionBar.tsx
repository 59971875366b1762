import { Button, Field, Input, RadioButtonGroup, Stack } from '@grafana/ui';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { RecommendationJson } from '#contract/recommendations.ts';
import { FailedCommand } from '../../shared/ui/FailedCommand.tsx';
import { ReasonedButton } from '../../shared/ui/ReasonedButton.tsx';
import { type Deciding, useDecide, whyNoDecision } from './use-decide.ts';

interface Props {
  /** What is decided about: one, or those that are chosen. */
  ones: readonly RecommendationJson[];
  sourceUid: string;
  onDone: () => void;
  /** Further buttons beside. */
  children?: ReactNode;
}

type Question = 'reject' | 'snooze';

const SNOOZES = [
  { value: '1d', label: '1 day' },
  { value: '7d', label: '1 week' },
  { value: '30d', label: '30 days' },
  { value: '90d', label: '90 days' },
];

/** Approve, reject, snooze or reopen; asks first for what a decision needs. */
export function DecisionBar({ ones, sourceUid, onDone, children }: Props) {
  const [question, ask] = useState<Question>();
  const deciding = useDecide(sourceUid, ones, onDone);
  return (
    <Stack direction="column" gap={1}>
      <FailedCommand command={deciding.command} />
      {question === undefined ? (
        <Buttons ones={ones} deciding={deciding} onAsk={ask}>
          {children}
        </Buttons>
      ) : (
        <Answer question={question} deciding={deciding} onClose={() => ask(undefined)} />
      )}
    </Stack>
  );
}

interface ButtonsProps extends Pick<Props, 'ones' | 'children'> {
  deciding: Deciding;
  onAsk: (question: Question) => void;
}

function Buttons({ ones, deciding: { decide, command }, onAsk, children }: ButtonsProps) {
  const isDecided = ones.some(({ outcome, state }) => outcome === 'change' && state !== 'proposed');
  const busy = command.isRunning ? 'The last decision is being stored.' : undefined;
  return (
    <Stack direction="row" gap={1} wrap="wrap">
      <ReasonedButton
        icon="check"
        reason={busy ?? whyNoDecision('approve', ones)}
        onClick={() => decide({ action: 'approve' })}
      >
        Approve
      </ReasonedButton>
      <ReasonedButton
        variant="secondary"
        icon="times"
        reason={busy ?? whyNoDecision('reject', ones)}
        onClick={() => onAsk('reject')}
      >
        Reject
      </ReasonedButton>
      <ReasonedButton
        variant="secondary"
        icon="clock-nine"
        reason={busy ?? whyNoDecision('snooze', ones)}
        onClick={() => onAsk('snooze')}
      >
        Snooze
      </ReasonedButton>
      {isDecided && (
        <ReasonedButton
          variant="secondary"
          icon="corner-up-left"
          reason={busy ?? whyNoDecision('reopen', ones)}
          onClick={() => decide({ action: 'reopen' })}
        >
          Undo decision
        </ReasonedButton>
      )}
      {children}
    </Stack>
  );
}

interface AnswerProps {
  question: Question;
  deciding: Deciding;
  onClose: () => void;
}

function Answer({ question, deciding: { decide }, onClose }: AnswerProps) {
  const id = useId();
  const [reason, setReason] = useState('');
  const [snooze, setSnooze] = useState('7d');
  const isMissing = question === 'reject' && reason.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isMissing) {
      decide(question === 'reject' ? { action: 'reject', reason } : { action: 'snooze', reason, snooze });
      onClose();
    }
  };
  return (
    <form onSubmit={submit}>
      <Stack direction="row" gap={2} wrap="wrap" alignItems="flex-end">
        {question === 'snooze' && (
          <Field label="Snooze for" noMargin>
            <RadioButtonGroup options={SNOOZES} value={snooze} onChange={setSnooze} aria-label="Snooze for" />
          </Field>
        )}
        <Field label={question === 'reject' ? 'Reason (needed)' : 'Reason'} htmlFor={id} noMargin>
          <Input
            id={id}
            autoFocus
            width={44}
            maxLength={500}
            placeholder="Why, so that others understand"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Field>
        <Stack direction="row" gap={1}>
          <ReasonedButton type="submit" reason={isMissing ? 'Say why, so that others understand.' : undefined}>
            {question === 'reject' ? 'Reject' : 'Snooze'}
          </ReasonedButton>
          <Button type="button" variant="secondary" onClick={onClose}>
            Cancel
          </Button>
        </Stack>
      </Stack>
    </form>
  );
}
