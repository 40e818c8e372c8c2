import { ServiceConfig } from '@botarmy/chassis';

/** Environment of hitl: what every service takes. */
export class HitlConfig extends ServiceConfig {}
