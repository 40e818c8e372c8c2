const BASE_VERBS = new Set(
  `accept access add adjust administer aggregate alert analyse analyze annotate answer apply approve archive arrange ask assign attach
  attend authenticate automate backup balance ban bid bill block book borrow browse buy calculate call cancel capture categorise categorize
  change charge chat check checkout choose clean close collaborate collect combine comment communicate compare complete compute confirm
  configure connect consult contact contribute control convert coordinate copy count create customise customize delete deliver deploy
  detect discover discuss dispatch display distribute donate download draft edit email embed end enrol enroll enter escalate estimate
  evaluate exchange explore export extract filter find flag follow forecast forward fund generate get give grade group guide handle hide
  hire host identify ignore import improve index inspect install integrate invite invoice join keep label launch learn lend like list
  listen load locate lock log maintain make manage map mark match measure merge message migrate moderate monitor move mute navigate
  negotiate notify offer onboard open optimise optimize order organise organize pair participate pay pick pin plan play post practise
  practice predict prepare prevent preview print prioritise prioritize process produce propose provide publish purchase query queue
  quote rank rate reach read rebalance receive recommend reconcile record recover redeem reduce refer refund register reject release remind remove
  rename renew rent reorder replace reply report request reschedule reserve reset resolve respond restore resume retrieve return reuse review
  reward ride rotate route run save scan schedule score search see select sell send serve set share ship show sign simulate sort split start
  stop store stream study submit subscribe suggest summarise summarize support suspend swap sync synchronise synchronize tag take
  tailor tell teach test tip track trade train transcribe transfer translate trigger unlock update upgrade upload use validate verify view
  visualise visualize vote warn watch water withdraw work write`.split(/\s+/),
);

/** Verbs that say "make the product" in a brief and name no capability of it. */
const MAKING_VERBS = new Set([
  'build',
  'create',
  'develop',
  'make',
  'design',
  'implement',
  'write',
  'launch',
  'produce',
  'prepare',
]);

/** True for the base form of a known verb. */
export function isBaseVerb(word: string): boolean {
  return BASE_VERBS.has(word.toLowerCase());
}

/** True for "build", "create" and their like. */
export function isMakingVerb(word: string): boolean {
  return MAKING_VERBS.has(word.toLowerCase());
}

/** Base form of "sends", "sending" or "send"; undefined when the word is no known verb. */
export function baseVerbOf(word: string): string | undefined {
  const lower = word.toLowerCase();
  return candidateForms(lower).find((candidate) => BASE_VERBS.has(candidate));
}

/** "-ing" form of a base verb: "plan" becomes "planning". */
export function gerundOf(verb: string): string {
  if (/(?:ee|ye|oe)$/.test(verb)) return `${verb}ing`;
  if (/ie$/.test(verb)) return `${verb.slice(0, -2)}ying`;
  if (verb.endsWith('e')) return `${verb.slice(0, -1)}ing`;
  if (/^(?:[^aeiou]*[aeiou][bdgmnprt])$/.test(verb) || /(?:submit|refer|enrol|admit|commit|transfer)$/.test(verb)) {
    return `${verb}${verb.at(-1) ?? ''}ing`;
  }
  return `${verb}ing`;
}

/** Past participle of a base verb, for "is recorded". */
export function participleOf(verb: string): string {
  const irregular = IRREGULAR_PARTICIPLES[verb];
  if (irregular) return irregular;
  if (verb.endsWith('e')) return `${verb}d`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`;
  if (/^(?:[^aeiou]*[aeiou][bdgmnprt])$/.test(verb) || /(?:submit|refer|enrol|transfer)$/.test(verb)) {
    return `${verb}${verb.at(-1) ?? ''}ed`;
  }
  return `${verb}ed`;
}

const IRREGULAR_PARTICIPLES: Readonly<Record<string, string>> = {
  buy: 'bought',
  find: 'found',
  choose: 'chosen',
  get: 'got',
  give: 'given',
  hide: 'hidden',
  keep: 'kept',
  lend: 'lent',
  make: 'made',
  pay: 'paid',
  read: 'read',
  ride: 'ridden',
  run: 'run',
  see: 'seen',
  sell: 'sold',
  send: 'sent',
  set: 'set',
  show: 'shown',
  split: 'split',
  take: 'taken',
  teach: 'taught',
  withdraw: 'withdrawn',
  write: 'written',
};

function candidateForms(word: string): string[] {
  const forms = [word];
  if (word.endsWith('ies')) forms.push(`${word.slice(0, -3)}y`);
  if (word.endsWith('es')) forms.push(word.slice(0, -2));
  if (word.endsWith('s')) forms.push(word.slice(0, -1));
  if (word.endsWith('ing')) {
    const stem = word.slice(0, -3);
    forms.push(stem, `${stem}e`);
    if (stem.at(-1) === stem.at(-2)) forms.push(stem.slice(0, -1));
  }
  return forms;
}
