/**
 * Whether scrapes of a target work at an instant: single failures of five minutes a few times in a fortnight, and every
 * twelve days or so an outage of 10 to 50 minutes.
 */
export declare function scrapeHealth(seed: number, target: string, anchorMs: number): (tMs: number) => boolean;
