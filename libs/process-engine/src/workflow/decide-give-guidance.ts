import { refuseWhenOver } from './control-checks';
import type { GiveGuidanceCommand } from './control-commands';
import { accept, ignore, reject } from './decision';
import type { DecideContext, Decision } from './decision';
import { cutText, MAX_FEEDBACK_CHARACTERS, MAX_OPEN_GUIDANCE } from './limits';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** Keeps what a person tells an agent for its next attempt; the running attempt goes on undisturbed. */
export function decideGiveGuidance(
  command: GiveGuidanceCommand,
  state: WorkflowState,
  context: DecideContext,
): Decision {
  const { process } = context;
  const refusal = refuseWhenOver(state);
  if (refusal !== undefined) return refusal;
  const { message_id, agent_id, given_by } = command;
  const text = cutText(command.text.trim(), MAX_FEEDBACK_CHARACTERS);
  const open = Object.values(state.guidance ?? {}).filter((entry) => entry.agent_id === agent_id);
  if (!Object.hasOwn(process.agents, agent_id)) {
    const known = Object.keys(process.agents).join(', ');
    return reject('unknown-agent', `The process has no agent of this id; its agents are ${known}.`);
  }
  if (text === '') return reject('message-empty', 'Write what the agent should heed.');
  if (state.guidance?.[message_id] !== undefined) return ignore('already-given');
  if (open.length >= MAX_OPEN_GUIDANCE) {
    const detail = `${open.length} messages wait for the next attempt of ${agent_id} already; let it take them first.`;
    return reject('too-much-guidance', detail);
  }
  const transcript = new Transcript(state, context.now);
  transcript.record('guidance-given', { message_id, agent_id, text, given_by });
  return accept(transcript.events);
}
