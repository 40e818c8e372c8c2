import { SERVICE_NAMES } from '@botarmy/contracts';
import type { ServiceName } from '@botarmy/contracts';

/** What saved files ask for. */
export interface Affected {
  /** Services to restart. */
  readonly services: readonly ServiceName[];
  /** True when the database or the broker has to be set up again. */
  readonly needsSetUp: boolean;
}

const notRun = /(^|\/)(node_modules|dist|generated|coverage)\/|\.(spec|fixture)\.ts$|\.md$|~$|\.sw.$/;

/** Libraries that no service is made of (the table of allowed imports says so). */
const notInServices = /^libs\/(cli|embedded-infrastructure|sdk|testing)\//;

/** Services to restart after saving files; paths are relative to the checkout, with forward slashes. */
export function affectedBy(paths: readonly string[]): Affected {
  const counted = paths.filter((path) => !notRun.test(path));
  const all = counted.some((path) => path.startsWith('libs/') && !notInServices.test(path));
  const processes = counted.some((path) => path.startsWith('processes/'));
  const touched = (service: ServiceName): boolean =>
    counted.some((path) => path.startsWith(`services/${service}/`)) ||
    (processes && (service === 'orchestrator' || service === 'agent-runner'));
  return {
    services: SERVICE_NAMES.filter((service) => all || touched(service)),
    needsSetUp: processes || counted.some((path) => path.includes('/prisma/migrations/')),
  };
}
