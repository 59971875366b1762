import type { ClusterModel } from '../cluster/cluster.ts';
import { type SampleSeries } from '../series.ts';
/** The series of node_exporter, one target a node, names and labels as its version 1.5 gives them. */
export declare function nodeExporterSeries(model: ClusterModel): SampleSeries[];
