import { getAlertPreferences, getAlerts, markRead, setAlertPreferences } from '../alert/alert-questions.v1';
import type { QuestionDeclaration } from '../define-question';
import {
  getConversation,
  inviteParticipant,
  listConversations,
  listMessages,
  listTextCommands,
  openConversation,
  postMessage,
  removeParticipant,
} from './conversation-questions.v1';
import { searchMessages } from './conversation-search.v1';
import { listShares, readSharedConversation, shareConversation, withdrawShare } from './conversation-share.v1';
import { converse } from './converse.v1';

/** Every question about conversations and alerts. */
export const CONVERSATION_QUESTIONS: readonly QuestionDeclaration[] = [
  converse,
  getAlertPreferences,
  getAlerts,
  getConversation,
  inviteParticipant,
  listConversations,
  listMessages,
  listShares,
  listTextCommands,
  markRead,
  openConversation,
  postMessage,
  readSharedConversation,
  removeParticipant,
  searchMessages,
  setAlertPreferences,
  shareConversation,
  withdrawShare,
];
