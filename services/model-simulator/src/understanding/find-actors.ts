import { isBaseVerb } from '../language/verbs';
import { singularOf } from '../language/word-forms';

const ROLE_WORDS =
  `user customer client admin administrator manager teacher student pupil patient doctor nurse clinician therapist driver rider passenger
  courier seller buyer vendor merchant supplier guest host owner member editor author writer reader reviewer moderator volunteer donor
  employee worker technician engineer developer analyst operator dispatcher planner organiser organizer attendee speaker parent child
  family gardener farmer cook chef traveller traveler tourist visitor resident tenant landlord neighbour neighbor citizen agent broker
  accountant auditor lawyer investor trader player coach trainer athlete runner cyclist musician artist photographer designer librarian
  borrower lender researcher scientist recruiter candidate freelancer contractor supervisor receptionist cashier waiter bartender
  shopkeeper baker roaster subscriber listener viewer learner instructor tutor caregiver carer janitor inspector officer collector
  hiker climber pilot captain clerk buyer shopper household team department school clinic restaurant shop company charity club
  beekeeper mechanic electrician plumber picker packer warehouse-keeper pharmacist dentist vet curator counsellor mentor mentee`.split(
    /\s+/,
  );
const ORGANISATIONS = new Set([
  'team',
  'department',
  'school',
  'clinic',
  'restaurant',
  'shop',
  'company',
  'charity',
  'club',
  'household',
]);
const ROLE_PATTERN = new RegExp(
  `\\b((?:[\\p{L}-]+\\s+)?)(${ROLE_WORDS.join('|')}|children|families|companies|charities)s?\\b`,
  'giu',
);
const SUBJECT =
  /(?:^|[,;:.]\s+|\band\s+)(?:an?\s+|the\s+|each\s+|every\s+)?((?:[\p{L}-]+\s+)?[\p{L}-]+(?:er|or|ist|ian|ee|ant)s?)\s+(?:can|should|must|may|will|want|wants|need|needs)\b/giu;
const NOT_AN_ADJECTIVE =
  /^(?:an?|the|our|their|its|his|her|my|your|all|any|each|every|many|most|some|several|other|new|these|those|and|or|for|to|by|of|with|from|lets?|let|allows?|help|helps|between|about|as|that|both|when|where|so|only|if|two|three|up|than|per|on|in|at|notify|notifies|give|gives|tell|tells|show|shows|send|sends|invite|enable|enables|want|wants|remind|reminds|concurrent|active|daily|simultaneous|registered|current|same|first|one|different|being|is|are|against|like|which|who|where|what|whose|next|walk-in)$/iu;

/** People of the text, singular and lower case, most mentioned first; organisations only when no person is named. */
export function findActors(text: string): string[] {
  const counts = new Map<string, number>();
  const count = (qualifier: string, role: string): void => {
    const word = qualifier.trim().toLowerCase();
    const isQualified =
      word.length > 2 && !NOT_AN_ADJECTIVE.test(word) && !/(?:ing|ed|ly|s)$/.test(word) && !isBaseVerb(word);
    const name = isQualified ? `${word} ${singularOf(role.toLowerCase())}` : singularOf(role.toLowerCase());
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  for (const match of text.matchAll(ROLE_PATTERN)) {
    const end = match.index + match[0].length;
    if (
      /^\s+(?:name|names|account|accounts|data|id|list|interface|experience|management|portal|manager|stories|story)\b/iu.test(
        text.slice(end),
      )
    )
      continue;
    if (/\d[\d.,]*\s*(?:k|million|thousand)?\s*$/iu.test(text.slice(0, match.index))) continue;
    count(match[1] ?? '', match[2] ?? '');
  }
  for (const match of text.matchAll(SUBJECT)) {
    const words = (match[1] ?? '').trim().split(/\s+/);
    const role = words.at(-1) ?? '';
    if (!counts.has(singularOf(role.toLowerCase()))) count(words.length > 1 ? (words[0] ?? '') : '', role);
  }
  const ranked = [...counts].sort((one, two) => two[1] - one[1]).map(([name]) => name);
  const people = mergedWithQualified(ranked.filter((name) => !ORGANISATIONS.has(lastWordOf(name))));
  const named = people.length > 1 ? people.filter((name) => name !== 'user') : people;
  return (named.length > 0 ? named : ranked).slice(0, 5);
}

/** "gardener" and "home gardener" are one role: the qualified name wins. */
function mergedWithQualified(names: readonly string[]): string[] {
  const merged = names.map((name) => names.find((other) => other !== name && other.endsWith(` ${name}`)) ?? name);
  return [...new Set(merged)];
}

function lastWordOf(name: string): string {
  return name.slice(name.lastIndexOf(' ') + 1);
}
