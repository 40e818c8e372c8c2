/** Lists without pages, and what bounds them. */
export const WHOLE_LISTS: Readonly<Record<string, string>> = {
  listBudgets: 'made by hand by administrators, at most 1,000 of a tenant',
  listConnections: 'the open sockets of one replica, bounded by MAX_CONNECTIONS',
  listDeadLetters: 'the newest, `limit` of them; those that were replayed leave the list',
  listDelegations: 'one of each person who is away',
  listGroups: 'made by hand by administrators',
  listGuardrails: 'one of each route',
  listHitlRecords: 'the answers to one request',
  listPrices: 'one of each model',
  listProcesses: 'made by hand by administrators',
  listProcessVersions: 'published by hand',
  listProviderKeys: 'made by hand by administrators',
  listShares: 'made by hand for one conversation',
  listStops: 'what is stopped now',
  listTextCommands: 'the commands there are',
  listVirtualKeys: 'made by hand by administrators',
};

const READS = 'changes nothing';
const SAME = 'says how it is to be: a repeat finds it so';
const MAKES_ANOTHER =
  'a repeat makes another one, which the caller sees in the list and takes back; it is given by hand and not by programs that retry';

/** Commands without an `Idempotency-Key`, and what a repeat does. */
export const REPEATABLE: Readonly<Record<string, string>> = {
  estimateWorkflow: READS,
  explainRoute: READS,
  readSharedConversation: READS,
  replayWorkflow: READS,
  revealPlaceholders: READS,
  zipArtifacts: READS,
  inviteParticipant: SAME,
  liftStop: SAME,
  markRead: SAME,
  migrateWorkflows: SAME,
  publishProcess: SAME,
  refreshConfig: SAME,
  removeDelegation: SAME,
  removeGroup: SAME,
  removeGuardrails: SAME,
  removeParticipant: SAME,
  resolveModelCall: SAME,
  retireProviderKey: SAME,
  revokeVirtualKey: SAME,
  setAlertPreferences: SAME,
  setDelegation: SAME,
  setGroup: SAME,
  setLimits: SAME,
  stopWork: SAME,
  withdrawShare: SAME,
  approveSpending: SAME,
  repriceLedger: SAME,
  logIn: 'opens another session, which ends by itself',
  createToken: 'opens another session, which ends by itself',
  logOut: 'the session has ended then',
  importWorkflow: 'is refused the second time: the run is there',
  setPrice: 'is refused the second time: the price of that moment is there',
  addProviderKey: MAKES_ANOTHER,
  createBudget: MAKES_ANOTHER,
  createVirtualKey: MAKES_ANOTHER,
  shareConversation: MAKES_ANOTHER,
  startWhatIf: MAKES_ANOTHER,
};

/** Things that are replaced without naming the revision they were read in, and why the last word may count. */
export const WITHOUT_REVISION: Readonly<Record<string, string>> = {
  editArtifact: 'the body names the version it was made from',
  inviteParticipant: 'adds one person and touches nobody else',
  removeParticipant: 'takes one person away and touches nobody else',
  removeDelegation: 'there is nothing to lose: it is said again by who wants it',
  removeGroup: 'members stay people; a policy that names the group says so when it asks',
  removeGuardrails: 'puts the policy of the installation back, which is the stricter one or none',
  setAlertPreferences: 'a person’s own, changed by nobody else',
  setDelegation: 'a person’s own, changed by nobody else',
  setGroup: 'the whole list of members is sent, and the change is audited with both lists',
  setLimits: 'the whole set of rules is sent by the installation’s owner, and the change is an event with both sets',
  withdrawShare: 'a link has no revisions',
  deleteUpload: 'an upload has no revisions',
};
