/**
 * The direction of imports, as docs/architecture.md draws it. A rule says why in its comment; `severity: error` everywhere,
 * because a warning that nobody must act on is noise. Type-only imports vanish when compiled and couple nothing at run time.
 */
const ENTRIES =
  '^(src/(worker|api|dev|migrate|preflight|restored)|packages/sdk/(index|tajo)|packages/sandbox/serve)\\.ts$';
/** Read by the build of the page, and never by what runs. */
const VITE = '^packages/console/vite\\.config\\.mjs$';
const RUNTIME = { dependencyTypesNot: ['type-only'] };
/** Rooms that everybody may use. */
const OBSERVABILITY = '^src/observability/';

/** Which room of activities may use which other: from the whole sync down to the outbox. */
const ACTIVITY_ROOMS = Object.entries({
  sync: ['accounts', 'automations', 'campaigns', 'contacts', 'privacy', 'tickets', 'timeline'],
  campaigns: ['contacts', 'outbox', 'subscriptions', 'tickets'],
  timeline: ['automations', 'outbox', 'subscriptions', 'tickets'],
  tickets: ['contacts'],
  automations: ['tickets'],
  contacts: ['outbox'],
  audits: ['contacts'],
  accounts: [],
  outbox: [],
  privacy: ['contacts'],
  rehearsals: ['campaigns', 'tickets'],
  subscriptions: ['tickets'],
  webhooks: [],
});

/** The same for the rooms of the domain; what lies beside them is for all. */
const DOMAIN_ROOMS = Object.entries({
  account: [],
  audit: ['contact'],
  automation: [],
  campaign: ['ticket'],
  contact: [],
  errors: ['contact'],
  outbox: ['campaign'],
  privacy: [],
  rehearsal: ['campaign', 'ticket'],
  subscription: ['ticket'],
  sync: ['errors'],
  ticket: [],
  timeline: ['ticket'],
  webhook: [],
});

/** The rooms of the page; of the frame (`app`) everybody may know where one is and who is signed in. */
const CONSOLE_ROOMS = Object.entries({
  api: ['app'],
  parts: ['api', 'app'],
  views: ['api', 'app', 'parts'],
});

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    forbid(
      'domain-is-pure',
      'The domain decides without I/O, clock or library, so that every rule in it can be tested as a property.',
      { path: '^src/domain/' },
      { pathNot: ['^src/domain/', 'node_modules/libphonenumber-js/'] },
    ),
    forbid(
      'workflows-can-be-replayed',
      'A workflow may only reach what is deterministic; zod alone would add 590 KB to every cached workflow.',
      { path: '^src/workflows/' },
      { pathNot: ['^src/workflows/', '^src/domain/', '^src/activities/', 'node_modules/@temporalio/workflow/'] },
    ),
    forbid(
      'workflows-know-activities-by-type',
      'Importing an activity for its value pulls Node modules into the bundle.',
      { path: '^src/workflows/' },
      { path: '^src/activities/', ...RUNTIME },
    ),
    forbid(
      'messages-are-the-whole-border',
      'Everybody else starts, signals and asks workflows through messages.ts only; what they say in the open stands in readable-sentences.ts.',
      { path: '^src/', pathNot: '^src/workflows/' },
      { path: '^src/workflows/', pathNot: '^src/workflows/(messages|readable-sentences)\\.ts$', ...RUNTIME },
    ),
    forbid(
      'control-serves-the-api',
      'The API asks by one port and does not know Temporal; the port knows neither routes nor activities.',
      { path: '^src/control/' },
      {
        path: '^src/',
        pathNot: ['^src/(control|temporal|workflows|store|domain|crypto|config|webhooks)/', OBSERVABILITY],
      },
    ),
    forbid(
      'temporal-is-the-connection',
      'How Temporal is reached, and nothing of what is done with it.',
      { path: '^src/temporal/' },
      {
        path: '^src/',
        pathNot: [
          '^src/(temporal|domain|crypto|config)/',
          '^src/workflows/(messages|readable-sentences)\\.ts$',
          OBSERVABILITY,
        ],
      },
    ),
    ...DOMAIN_ROOMS.map(([room, uses]) =>
      forbid(
        `domain-${room}`,
        'A room of the domain uses another one only as listed here, and never in a circle.',
        { path: `^src/domain/${room}/` },
        { path: '^src/domain/[^/]+/', pathNot: [room, ...uses].map((one) => `^src/domain/${one}/`) },
      ),
    ),
    ...ACTIVITY_ROOMS.map(([room, uses]) =>
      forbid(
        `activities-${room}`,
        'A room of activities uses another one only as listed here, and never in a circle.',
        { path: `^src/activities/${room}/` },
        { path: '^src/activities/[^/]+/', pathNot: [room, ...uses].map((one) => `^src/activities/${one}/`) },
      ),
    ),
    forbid(
      'vendors-stay-apart',
      'What is known about one vendor must not leak into the client of the other, nor into storage.',
      { path: '^src/(gorgias|brevo)/' },
      { path: '^src/', pathNot: ['^src/$1/', '^src/(domain|http)/', OBSERVABILITY] },
    ),
    forbid(
      'store-knows-no-vendor',
      'Facts outlive the API that they came from.',
      { path: '^src/store/' },
      { path: '^src/', pathNot: ['^src/(store|domain|crypto)/', OBSERVABILITY] },
    ),
    forbid(
      'temporal-stays-outside',
      'These rooms work the same with another engine; only activities and the rooms above them know Temporal.',
      { path: '^src/(domain|gorgias|brevo|store|http|config|crypto|webhooks|observability)/' },
      { path: 'node_modules/@temporalio/' },
    ),
    forbid(
      'sandbox-shares-nothing',
      'A fake that shares code with the client shares its mistakes, and hides them.',
      { path: '^packages/sandbox/' },
      { path: '^(src|packages)/', pathNot: '^packages/sandbox/' },
    ),
    forbid(
      'sandbox-is-for-demo-and-tests',
      'Nothing that runs on real accounts may depend on the fake ones.',
      { path: '^(src|packages)/', pathNot: ['^packages/sandbox/', '^src/dev\\.ts$', '^src/dev/'] },
      { path: '^packages/sandbox/' },
    ),
    forbid(
      'leaves-import-nothing-of-ours',
      'Log, metrics, crypto, HTTP and webhooks are used by every room, so they may use none but the domain.',
      { path: '^src/(observability|crypto|http|webhooks)/' },
      { path: '^src/', pathNot: ['^src/$1/', '^src/domain/'] },
    ),
    forbid(
      'configuration-is-a-leaf',
      'As the leaves; but which value fits an attribute is said in the types of the vendor that has attributes.',
      { path: '^src/config/' },
      { path: '^src/', pathNot: ['^src/(config|domain)/', '^src/brevo/types\\.ts$'] },
    ),
    forbid(
      'activities-stand-below-the-ways-in',
      'A worker runs them without API, control or connection; an arrow back up would bring those along.',
      { path: '^src/activities/' },
      { path: '^src/(api|control|temporal)/' },
    ),
    forbid(
      'api-asks-by-one-port',
      'The API answers from the store and asks the control; it does not know what runs behind it.',
      { path: '^src/api/' },
      {
        path: '^src/',
        pathNot: [
          '^src/(api|control|store|domain|config|crypto|webhooks)/',
          '^src/workflows/messages\\.ts$',
          OBSERVABILITY,
        ],
      },
    ),
    forbid(
      'dev-stands-on-top',
      'What `npm start` brings up knows every room; a room that knows it would start nowhere else.',
      { path: '^(src|packages)/', pathNot: ['^src/dev/', ENTRIES] },
      { path: '^src/dev/' },
    ),
    forbid(
      'server-implements-the-contract',
      'Of the SDK the server knows what both agree on, and that only where calls are answered.',
      { path: '^src/', pathNot: ['^src/dev/', ENTRIES] },
      { path: '^packages/sdk/', pathNot: '^packages/sdk/contract/' },
    ),
    forbid(
      'only-the-api-answers-calls',
      'Below the API nobody knows how a call is spelled.',
      { path: '^src/', pathNot: ['^src/(api|control|dev)/', ENTRIES] },
      { path: '^packages/sdk/contract/' },
    ),
    forbid(
      'doors-never-call-a-vendor',
      'API, CLI and SDK parse, signal and answer; whatever talks to a vendor is an activity.',
      { path: ['^src/(api|control)(/|\\.ts$)', '^packages/sdk/'] },
      { path: '^src/(gorgias|brevo|activities)/' },
    ),
    forbid(
      'contract-is-data',
      'What API, SDK, CLI and console agree on stands on nothing but the pure words of the domain.',
      { path: '^packages/sdk/contract/' },
      { path: '^(src|packages)/', pathNot: ['^packages/sdk/contract/', '^src/domain/'] },
    ),
    forbid(
      'sdk-brings-no-server',
      'Whoever installs the SDK gets no Temporal, no Postgres and no vendor: of the server it takes the domain and the configuration file.',
      { path: '^packages/sdk/' },
      { path: '^src/', pathNot: ['^src/(domain|config)/', '^src/http/deadline\\.ts$'] },
    ),
    forbid(
      'console-calls-the-contract',
      'The page is one more caller: whatever it shows, the API, the SDK and the command line say too.',
      { path: '^packages/console/' },
      { path: '^(src|packages)/', pathNot: ['^packages/console/', '^packages/sdk/contract/'] },
    ),
    forbid(
      'console-stands-on-top',
      'A page is served as files; nothing imports it.',
      { path: '^(src|packages)/', pathNot: '^packages/console/' },
      { path: '^packages/console/' },
    ),
    ...CONSOLE_ROOMS.map(([room, uses]) =>
      forbid(
        `console-${room}`,
        'Views are made of parts, and parts ask by `api`; none of them knows the frame that it stands in.',
        { path: `^packages/console/src/${room}/` },
        {
          path: '^packages/console/src/[^/]+/',
          pathNot: [room, ...uses].map((one) => `^packages/console/src/${one}/`),
        },
      ),
    ),
    forbid(
      'one-owner-of-undici',
      'Timeouts, body caps and the refusal of redirects hold only while every request goes through one wrapper.',
      { path: '^(src|packages)/', pathNot: ['^src/http/', '^packages/sdk/client/'] },
      { path: 'node_modules/undici/' },
    ),
    forbid(
      'one-owner-of-temporal-connections',
      'Codec, namespace and TLS are set where connections are made; a second place would forget one of them.',
      { path: '^src/', pathNot: ['^src/(temporal|control|dev)/', ENTRIES] },
      { path: 'node_modules/@temporalio/(client|worker)/', ...RUNTIME },
    ),
    forbid(
      'only-entries-construct',
      'Rooms get what they need as arguments; none of them may reach back into what is started.',
      { path: '^src/[^/]+/', pathNot: '^src/dev/' },
      { path: ENTRIES },
    ),
    forbid(
      'no-development-packages',
      'An installation without development packages must run.',
      { path: '^(src|packages)/', pathNot: VITE },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], ...RUNTIME },
    ),
    forbid('no-cycles', 'In a cycle nobody can say what comes first, also among types.', {}, { circular: true }),
    forbid(
      'no-orphans',
      'A file that nothing imports is dead, unless it is started by itself.',
      { orphan: true, pathNot: [ENTRIES, VITE, '^src/workflows/index\\.ts$', '\\.d\\.ts$'] },
      {},
    ),
    forbid('resolvable', 'The import leads nowhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    // packages/sdk names what its bundle needs, the root what the build needs.
    combinedDependencies: true,
    exclude: { path: '^packages/[^/]+/dist/' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
