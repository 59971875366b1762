import { describe, expect, it } from 'vitest';
import { ROUTE_DOCS } from './routes.ts';

const withBodies = Object.entries(ROUTE_DOCS).flatMap(([route, { body, example }]) =>
  body === undefined ? [] : [{ route, body, example }]
);

describe('the example of a request', () => {
  it.each(withBodies)('to $route is one that the route takes', ({ body, example }) => {
    expect(body.safeParse(example).error?.issues).toBeUndefined();
  });
});
