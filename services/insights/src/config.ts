import { ServiceConfig } from '@botarmy/chassis';

/** Environment of insights: what every service understands. */
export class InsightsConfig extends ServiceConfig {}
