import type { ClusterModel } from '../cluster/cluster.ts';
import type { Pod } from '../cluster/pod.ts';
import type { SampleSeries } from '../series.ts';
/** Volume statistics and the `up` of the kubelet of every node. */
export declare function kubeletSeries(model: ClusterModel): SampleSeries[];
/**
 * cAdvisor's series of one pod, as the kubelet serves them. The labels `id` and `name`, which change with every restart
 * of a container, are left out, as many scrape configurations do; so a restart shows as a counter reset.
 */
export declare function cadvisorSeries(model: ClusterModel, pod: Pod): SampleSeries[];
