export type { OwnerEnvironment } from './environment';
export type { InfrastructurePart } from './infrastructure/start-infrastructure';
export type { Platform } from './platform/platform';
export type { Credentials, PlatformOptions } from './platform/platform-options';
export { startPlatform } from './platform/start-platform';
export type { HostedService } from './services/hosted-service';
export { ServiceProcess } from './services/service-process';
export type { RestartOptions } from './services/service-process';
export { AlreadyRunningError } from './state/launcher-lock';
