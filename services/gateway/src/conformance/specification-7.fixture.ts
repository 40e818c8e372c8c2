/** One example of specification §7 as it stands there. */
export interface Example {
  readonly route: string;
  readonly query?: string;
  readonly request?: object;
  readonly response: object;
}

const MOMENT = '2025-01-15T10:30:00Z';

/** Every example of §7.1 to §7.4 whose route this platform serves, word for word. */
export const EXAMPLES: readonly Example[] = [
  { route: 'GET /health', response: { status: 'healthy', environment: 'development', uptime: 3600 } },
  {
    route: 'GET /api/health',
    response: {
      status: 'healthy',
      services: { llm: 'online', websocket: 'online' },
      providers: { openai: 'healthy', anthropic: 'healthy' },
    },
  },
  {
    route: 'GET /api/status',
    response: {
      active_workflows: 2,
      features_available: { full_workflow: true, websockets: true },
      upload_metrics: { total_uploads: 156, rate_limit_hits: 3 },
      llm_status: { openai: { status: 'healthy', response_time_ms: 234 } },
    },
  },
  {
    route: 'GET /api/config',
    response: {
      agents: [{ id: 'analyst', name: 'Analyst', enabled: true }],
      workflow: { parallel_execution: false },
      llm_providers: ['openai', 'anthropic', 'google'],
    },
  },
  {
    route: 'POST /api/config',
    request: { workflow: { parallel_execution: true } },
    response: { success: true, updated_at: MOMENT },
  },
  { route: 'POST /api/config/refresh', response: { success: true, refreshed_at: MOMENT } },
  {
    route: 'POST /api/workflows/start',
    request: { project_brief: 'Create a todo application', workflow_type: 'sdlc' },
    response: { workflow_id: 'wf_abc123', status: 'started', estimated_duration_minutes: 25 },
  },
  {
    route: 'GET /api/workflows/{workflow_id}/status',
    response: {
      id: 'wf_abc123',
      status: 'in_progress',
      current_stage: 'Design',
      current_agent: 'architect',
      progress_percent: 40,
      completed_stages: ['Analyze'],
      estimated_completion: '2025-01-15T11:00:00Z',
    },
  },
  { route: 'POST /api/workflows/{workflow_id}/pause', response: { success: true, paused_at: '2025-01-15T10:35:00Z' } },
  {
    route: 'POST /api/workflows/{workflow_id}/resume',
    response: { success: true, resumed_at: '2025-01-15T10:40:00Z' },
  },
  {
    route: 'POST /api/agents/message',
    request: {
      agent_id: 'analyst',
      message: 'Please focus on mobile requirements',
      context: { stage: 'analyze' },
    },
    response: { message_id: 'msg_xyz789', status: 'delivered', agent_response_expected: true },
  },
  {
    route: 'GET /api/agents/{agent_id}/status',
    response: {
      id: 'analyst',
      status: 'processing',
      current_task: 'Create Analysis Execution Plan',
      progress_percent: 75,
      started_at: MOMENT,
      artifacts_created: ['analysis_execution_plan.md'],
    },
  },
  {
    route: 'GET /api/hitl/requests',
    response: {
      requests: [
        {
          id: 'hitl_req123',
          agent_id: 'architect',
          type: 'approval',
          title: 'Architecture Review Required',
          description: 'Please review the proposed microservices architecture',
          status: 'pending',
          created_at: '2025-01-15T10:45:00Z',
        },
      ],
      total_count: 1,
    },
  },
  {
    route: 'POST /api/hitl/requests/{request_id}/respond',
    request: { response: 'approved', feedback: 'Architecture looks good, proceed', modifications: [] },
    response: { success: true, resolved_at: '2025-01-15T10:50:00Z', workflow_resumed: true },
  },
  {
    route: 'GET /api/hitl/requests/{request_id}',
    response: {
      id: 'hitl_req123',
      agent_id: 'architect',
      context: { stage: 'design', artifacts: ['architecture.md'] },
      options: [
        { value: 'approve', label: 'Approve as-is' },
        { value: 'modify', label: 'Request modifications' },
        { value: 'reject', label: 'Reject and restart' },
      ],
    },
  },
  {
    route: 'GET /api/interactive/sessions',
    response: {
      sessions: [
        {
          session_id: 'session-123',
          status: 'waiting_for_answer',
          current_question: {
            question: 'What database would you prefer?',
            options: ['PostgreSQL', 'MongoDB', 'SQLite'],
          },
          created_at: '2025-01-15T10:00:00Z',
        },
      ],
      total_count: 1,
    },
  },
  {
    route: 'POST /api/interactive/sessions/{session_id}/answers',
    request: { answers: [{ question_id: 'q1', answer: 'PostgreSQL' }], continue: true },
    response: { success: true, next_question: null, workflow_continued: true },
  },
];

/** The examples of §7.5, word for word. */
export const FRAMES = [
  { type: 'agent_status', agent_id: 'analyst', status: 'processing' },
  { type: 'workflow_progress', workflow_id: 'wf_123', progress: 45 },
  { type: 'hitl_request', request_id: 'hitl_456', agent_id: 'architect' },
  { type: 'system_notification', level: 'info', message: 'Workflow completed' },
] as const;
