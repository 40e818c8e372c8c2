import { IsBoolean, IsInt, IsString, Max, Min, MinLength } from 'class-validator';

import { ConfigKey, ServiceConfig } from '@botarmy/chassis';

/** Environment of the orchestrator. */
export class OrchestratorConfig extends ServiceConfig {
  @ConfigKey({ description: 'Folder with the process definitions and their agents.' })
  @IsString()
  @MinLength(1)
  PROCESSES_DIRECTORY: string = 'processes';

  @ConfigKey({ description: 'Seconds a runner may be silent before its attempt is handed to another one.' })
  @IsInt()
  @Min(3)
  @Max(3_600)
  TASK_LEASE_SECONDS: number = 60;

  @ConfigKey({ description: 'Milliseconds between two looks of the reconciler at what is due.' })
  @IsInt()
  @Min(50)
  @Max(60_000)
  RECONCILE_INTERVAL_MS: number = 500;

  @ConfigKey({ description: 'Milliseconds between two checks of the streams and durables.' })
  @IsInt()
  @Min(100)
  @Max(600_000)
  TOPOLOGY_INTERVAL_MS: number = 10_000;

  @ConfigKey({ description: 'Copies of each stream: 1 on a single broker, 3 in a cluster.' })
  @IsInt()
  @Min(1)
  @Max(5)
  STREAM_REPLICAS: number = 1;

  @ConfigKey({ description: 'Workflows whose state is kept in memory between two decisions.' })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  WORKFLOW_CACHE_SIZE: number = 2_000;

  @ConfigKey({
    description:
      'Several tasks of a workflow at a time, for processes that leave it open; counts for workflows started later.',
  })
  @IsBoolean()
  WORKFLOW_PARALLEL_EXECUTION: boolean = false;

  @ConfigKey({ description: 'Milliseconds between two looks for finished workflows to archive or erase.' })
  @IsInt()
  @Min(1_000)
  @Max(86_400_000)
  RETENTION_INTERVAL_MS: number = 3_600_000;

  @ConfigKey({
    description:
      'Days after its end until a workflow is archived: its events become one row; 0 for never. Tenants may have their own.',
  })
  @IsInt()
  @Min(0)
  @Max(36_500)
  WORKFLOW_ARCHIVE_AFTER_DAYS: number = 30;

  @ConfigKey({
    description:
      'Days after its end until a workflow is erased with everything that belongs to it; 0 for never. Tenants may have their own.',
  })
  @IsInt()
  @Min(0)
  @Max(36_500)
  WORKFLOW_ERASE_AFTER_DAYS: number = 0;
}
