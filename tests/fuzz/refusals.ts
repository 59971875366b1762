import { expect } from 'vitest';
import type { ErrorBody } from '../../pkg/contract/errors.ts';
import type { Verdict } from './oracle/verdict.ts';

/** An answer of one of the two doors of the REST routes. */
export interface RestAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Expects an answer, or a refusal that is the caller's fault and says what to change and how.
 *
 * @param verdict which fields are wrong, where that is known: the refusal must name one, and without must not come
 */
export function expectAnswerOrRefusal({ status, body }: RestAnswer, isHead: boolean, verdict?: Verdict): void {
  if (status < 400) {
    expect(verdict?.wrong ?? [], 'It is answered in spite of these fields.').toEqual([]);
    return;
  }
  expect(status, `A refusal of the input is a 4xx: ${body.slice(0, 500)}`).toBeLessThan(500);
  if (isHead) {
    return;
  }
  const { error } = JSON.parse(body) as { error: ErrorBody };
  expect(error.message.length).toBeGreaterThan(10);
  // A name may be a blank, where the caller wrote such a field.
  expect(error.field, `The field of ${body.slice(0, 500)}`).toMatch(/./s);
  if (verdict !== undefined) {
    expect([...verdict.wrong, ...verdict.doubtful].map(wellFormed), error.message).toContain(wellFormed(error.field));
  }
  expect(error.remedy, `The remedy of ${body.slice(0, 500)}`).toMatch(/\S/);
}

function wellFormed(field = ''): string {
  return field.toWellFormed();
}
