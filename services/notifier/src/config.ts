import { ServiceConfig } from '@botarmy/chassis';

/** Environment of notifier: what every service understands. */
export class NotifierConfig extends ServiceConfig {}
