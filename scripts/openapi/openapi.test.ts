import { describe, expect, it } from 'vitest';
import { problemsOfAnswer } from '../../tests/support/documented-answers.ts';
import type { Answers } from './answers.ts';
import { EXAMPLES } from './examples.ts';
import { ROUTE_DOCS } from './routes.ts';

const ROUTES = Object.entries(ROUTE_DOCS).map(([route, doc]) => ({
  route,
  ...doc,
  examples: EXAMPLES[route as keyof Answers] ?? {},
}));

describe('the examples', () => {
  it.each(ROUTES.filter(({ body }) => body !== undefined))('have a body that $route takes', ({ body, examples }) => {
    expect(body?.safeParse(examples.body).error?.issues).toBeUndefined();
  });

  it.each(ROUTES.filter(({ examples }) => examples.query !== undefined))(
    'have parameters that $route takes',
    ({ query, examples }) => {
      expect(query?.safeParse(examples.query).error?.issues).toBeUndefined();
      expect(query).toBeDefined();
    }
  );

  it.each(ROUTES.filter(({ examples }) => examples.answer !== undefined))(
    'have an answer as the document has that of $route',
    ({ route, status, examples }) => {
      const [method = '', path = ''] = route.split(' ');
      const answer = { status, type: 'application/json', body: JSON.stringify(examples.answer) };
      expect(problemsOfAnswer(method, path.replace(':id', 'x'), answer)).toBe('');
    }
  );
});
