import { writeFileSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';
import { smallPng } from './small-png.ts';

/** One picture: a page in one state. */
export interface Shot {
  readonly name: string;
  readonly path: string;
  /** Heights by width; every shot is taken at each. */
  readonly heights: Readonly<Record<number, number>>;
  /** Answers that are scripted, for states that cannot be brought about otherwise. */
  readonly script?: ((page: Page) => Promise<void>) | undefined;
  /** What has to be there before the picture is taken, and what is clicked to get there. */
  readonly ready: (page: Page) => Promise<unknown>;
}

export const FOLDER = 'docs/screenshots';
const SETTLE_MS = 1_000;

/** Takes a shot in each of its sizes in the theme of the context. */
export async function takeShot(context: BrowserContext, shot: Shot, theme: string): Promise<void> {
  for (const [width, height] of Object.entries(shot.heights)) {
    const page = await context.newPage();
    try {
      await page.setViewportSize({ width: Number(width), height });
      await shot.script?.(page);
      await page.goto(shot.path);
      await shot.ready(page);
      await page.waitForTimeout(SETTLE_MS);
      const path = `${FOLDER}/${shot.name}-${width}-${theme}.png`;
      writeFileSync(path, smallPng(await page.screenshot()));
      console.log(path);
    } finally {
      await page.close();
    }
  }
}
