import type { LoadShape } from '../load.ts';
import type { ContainerSpec } from './workload.ts';
/** Customers of the shop: evenings and weekends. */
export declare const SHOPPERS: LoadShape;
/** People at work: mid-day, hardly at weekends. */
export declare const OFFICE: LoadShape;
/** Nearly the same at any time. */
export declare const STEADY: LoadShape;
/** A job every night at two, little else. */
export declare const NIGHTLY: LoadShape;
/** Traffic of a pod that talks little. */
export declare const QUIET_NETWORK: {
    receive: number;
    transmit: number;
    receivePerCore: number;
    transmitPerCore: number;
};
/** Traffic of a pod that serves requests. */
export declare const BUSY_NETWORK: {
    receive: number;
    transmit: number;
    receivePerCore: number;
    transmitPerCore: number;
};
/** Memory in mebibytes: base, on top at load 1, leak an hour. */
export declare function memory(baseMib: number, loadMib: number, leakMibPerHour?: number): ContainerSpec['memory'];
