import type { Workload } from '../workload';
export const workloads: readonly Workload[] = [];
