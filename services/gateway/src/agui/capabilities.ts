import type { AgentCapabilities } from '@ag-ui/core';

import { JsonObject } from '@botarmy/contracts';

/** What the AG-UI door can do, in the protocol's own words; there is no prescribed address for it. */
export class AguiCapabilities implements AgentCapabilities {
  @JsonObject() identity = { name: 'BotArmy', type: 'botarmy', provider: 'BotArmy' };
  @JsonObject() transport = { streaming: true, websocket: false, httpBinary: false, resumable: true };
  @JsonObject() tools = { supported: true, clientProvided: false };
  @JsonObject() output = { supportedMimeTypes: ['text/markdown'] };
  @JsonObject() state = { snapshots: true, deltas: true, persistentState: true };
  @JsonObject() multiAgent = { supported: true, delegation: true };
  @JsonObject() reasoning = { supported: true, streaming: true, encrypted: false };
  @JsonObject() multimodal = { input: { image: false, audio: false, video: false, pdf: false, file: false } };
  @JsonObject() execution = { codeExecution: false };
  @JsonObject() humanInTheLoop = {
    supported: true,
    approvals: true,
    feedback: true,
    interrupts: true,
    approveWithEdits: false,
  };
}
