import type { Quality } from './understanding';

const PLATFORMS: readonly [string, RegExp][] = [
  ['iOS', /\b(?:ios|iphone|ipad)\b/iu],
  ['Android', /\bandroid\b/iu],
  ['mobile', /\bmobile\b|\bphones?\b|\bsmartphones?\b/iu],
  ['tablet', /\btablets?\b/iu],
  ['web', /\bweb(?:site|-based| app| application| platform| portal|shop)?\b|\bbrowser\b|\bonline shop\b/iu],
  ['desktop', /\bdesktop\b|\bwindows\b|\bmacos\b/iu],
  ['command line', /\bcli\b|\bcommand[- ]line\b|\bterminal\b/iu],
  ['public API', /\b(?:public|rest|graphql|open) api\b|\bapi\b/iu],
  ['chat bot', /\b(?:chat\s?bot|slack|teams|telegram|whatsapp)\b/iu],
  ['wearable', /\b(?:smart)?watch(?:es)?\b(?= app|,|\.|$)/iu],
  ['embedded device', /\b(?:sensors?|iot|embedded|raspberry|esp32|firmware)\b/iu],
];
const TECHNOLOGIES =
  /\b(?:React(?: Native)?|Angular|Vue|Svelte|Next\.js|Nuxt|Flutter|SwiftUI|Kotlin|Swift|TypeScript|JavaScript|Python|Django|FastAPI|Flask|Rails|Ruby|Laravel|PHP|Go|Rust|Java|Spring Boot|\.NET|C#|Node\.js|NestJS|Express|PostgreSQL|Postgres|MySQL|SQLite|MongoDB|Redis|Kafka|RabbitMQ|NATS|MQTT|Elasticsearch|OpenSearch|Kubernetes|Docker|Terraform|AWS|Azure|GCP|Google Cloud|Firebase|Supabase|Stripe|PayPal|Twilio|SendGrid|OpenAI|GraphQL|gRPC|WebRTC|Shopify|SAP|Salesforce|OAuth|SAML|LDAP)(?![\p{L}\p{N}])/gu;
const QUALITIES: readonly [Quality, RegExp][] = [
  ['offline', /\boffline\b|\bwithout (?:an? )?(?:internet|network|connection|signal|reception)\b/iu],
  ['realtime', /\breal[- ]?time\b|\blive\b|\binstant(?:ly)?\b|\bstreaming\b/iu],
  [
    'payments',
    /\bpay(?:s|ing|ment|ments)?\b|\bcheckout\b|\bbilling\b|\binvoic(?:e|es|ing)\b|\bcredit cards?\b|\bsubscriptions?\b/iu,
  ],
  [
    'privacy',
    /\bgdpr\b|\bprivacy\b|\bpersonal data\b|\bhipaa\b|\bconfidential\b|\bpatients?\b|\bmedical\b|\bchildren\b/iu,
  ],
  [
    'security',
    /\bsecur(?:e|ity|ely)\b|\bencrypt(?:ed|ion)?\b|\bsso\b|\btwo-factor\b|\b2fa\b|\baudit\b|\blogin\b|\bpasswords?\b/iu,
  ],
  ['accessibility', /\baccessib(?:le|ility)\b|\bwcag\b|\bscreen readers?\b|\belderly\b|\bolder people\b/iu],
  ['languages', /\blanguages?\b|\bmultilingual\b|\btranslat(?:e|es|ed|ion|ions)\b|\blocali[sz]ed?\b/iu],
  ['search', /\bsearch(?:es|ing|able)?\b|\bfind\b|\bfilters?\b|\bdiscover\b/iu],
  [
    'notifications',
    /\bnotif(?:y|ies|ication|ications)\b|\bremind(?:s|er|ers)?\b|\balerts?\b|\be-?mails?\b|\bsms\b|\bpush\b/iu,
  ],
  ['maps', /\bmaps?\b|\bgps\b|\blocations?\b|\broutes?\b|\bnearby\b/iu],
  ['media', /\bphotos?\b|\bvideos?\b|\bimages?\b|\baudio\b|\bpictures?\b|\bscans?\b|\bbarcodes?\b|\battachments?\b/iu],
  ['reporting', /\breports?\b|\bdashboards?\b|\banalytics\b|\bstatistics\b|\bcharts?\b|\bforecasts?\b|\bexports?\b/iu],
  [
    'integration',
    /\bintegrat(?:e|es|ion|ions)\b|\bwebhooks?\b|\bapi\b|\berp\b|\bcrm\b|\bimports?\b|\bsync(?:s|hroni[sz]e)?\b/iu,
  ],
  [
    'learning',
    /\bmachine learning\b|\bai\b|\brecommend(?:s|ation|ations)?\b|\bpredict(?:s|ion|ions)?\b|\bllm\b|\bmodel\b/iu,
  ],
  ['scale', /\bscal(?:e|es|able)\b|\bconcurrent\b|\b\d[\d.,]{0,12}\s?(?:k|000|million)\b|\bthousands\b|\bmillions\b/iu],
  ['sharing', /\bshar(?:e|es|ed|ing)\b|\binvit(?:e|es|ation|ations)\b|\bcollaborat(?:e|es|ion|ive)\b|\btogether\b/iu],
];

/** Platforms the text names; "mobile" is dropped when a concrete phone system is named. */
export function findPlatforms(text: string): string[] {
  const found = PLATFORMS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
  const isConcrete = found.includes('iOS') || found.includes('Android');
  return found.filter((name) => name !== 'mobile' || !isConcrete);
}

/** Products and languages the text names, in order, at most eight. */
export function findTechnologies(text: string): string[] {
  return [
    ...new Set(
      [...text.matchAll(TECHNOLOGIES)]
        .map((match) => match[0])
        .filter((name) => name !== 'Go' || /\bin Go\b/.test(text)),
    ),
  ].slice(0, 8);
}

/** Qualities the text asks for. */
export function findQualities(text: string): Quality[] {
  return QUALITIES.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
}
