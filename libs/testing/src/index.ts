export type { Fault } from './faults/fault';
export { FaultProxy } from './faults/fault-proxy';
export {
  createTestDatabase,
  type TestDatabase,
  type TestDatabaseTemplate,
} from './infrastructure/create-test-database';
export {
  createTestNats,
  type TestNats,
  type TestNatsOptions,
  type TestNatsUser,
} from './infrastructure/create-test-nats';
export { startTestInfrastructure, type TestInfrastructure } from './infrastructure/start-test-infrastructure';
export { createPlatformBroker, type PlatformBroker } from './platform/create-platform-broker';
export { createServiceDatabase, type ServiceDatabase } from './platform/create-service-database';
export { type HttpRecorder, type RecordedAnswer, startHttpRecorder } from './receivers/http-recorder';
export type { ReceivedRequest } from './receivers/loopback-server';
export { type OtlpReceiver, startOtlpReceiver } from './receivers/otlp-receiver';
export type { ReceivedSpan } from './receivers/otlp-spans';
export { FakeClock } from './time/fake-clock';
export { waitFor, type WaitForOptions } from './time/wait-for';
