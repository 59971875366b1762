import { type APIRequestContext, expect, type Page } from '@playwright/test';
import type { RecommendationJson, RecommendationsResponse } from '../../pkg/contract/recommendations.ts';
import { urls } from './urls.ts';

const API = '/api/datasources/uid/headroom/resources/v1/recommendations';

/** Opens the page of recommendations under the address of a host, with parameters. */
export async function openRecommendations(
  page: Page,
  params: Record<string, string> = {},
  host = urls().host
): Promise<void> {
  await page.goto(`${host}/a/headroom-capacity-app/recommendations?${new URLSearchParams(params).toString()}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Recommendations' })).toBeVisible();
}

/** What the engine has to recommend. */
export async function readList(request: APIRequestContext): Promise<RecommendationsResponse> {
  return (await (await request.get(`${urls().host}${API}`)).json()) as RecommendationsResponse;
}

/** Has the cluster looked at, unless it was already. */
export async function lookOnce(request: APIRequestContext, timeout: number): Promise<void> {
  if ((await readList(request)).madeMs === null) {
    expect((await request.post(`${urls().host}${API}/run`, { data: {} })).ok()).toBe(true);
    await expect.poll(async () => (await readList(request)).madeMs, { timeout }).not.toBeNull();
  }
}

/** Decides as somebody else would, beside the page. */
export async function decide(request: APIRequestContext, id: string, verdict: { action: string }): Promise<void> {
  const { recommendations } = await readList(request);
  const version = recommendations.find((one) => one.id === id)?.version;
  const url = `${urls().host}${API}/decision?${new URLSearchParams({ id }).toString()}`;
  expect((await request.post(url, { data: { ...verdict, version } })).ok()).toBe(true);
}

/** Takes back what was decided about the recommendations of a target. */
export async function reopen(request: APIRequestContext, target: Partial<RecommendationJson['target']>): Promise<void> {
  const { recommendations } = await readList(request);
  const isMeant = (one: RecommendationJson) =>
    Object.entries(target).every(([key, value]) => one.target[key as keyof typeof target] === value);
  for (const { id } of recommendations.filter((one) => isMeant(one) && one.state !== 'proposed')) {
    await decide(request, id, { action: 'reopen' });
  }
}
