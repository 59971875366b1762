import { expect } from 'vitest';
import type { ErrorBody } from '../../pkg/contract/errors.ts';

/** An answer of one of the two doors of the REST routes. */
export interface RestAnswer {
  readonly status: number;
  readonly body: string;
}

/** Expects an answer, or a refusal that is the caller's fault and says what to change and how. */
export function expectAnswerOrRefusal({ status, body }: RestAnswer, isHead: boolean): void {
  if (status < 400) {
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
  expect(error.remedy, `The remedy of ${body.slice(0, 500)}`).toMatch(/\S/);
}
