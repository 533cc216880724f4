/** Plausible pictures of the program, for tests and for looking at pages in a browser. */
import type {
  AccountView,
  AskView,
  KeyView,
  PageView,
  PanelView,
  Question,
  Snapshot,
  Trouble,
  WindowView,
} from '../contract.js';
import { shownChord } from '../../keys/chord.js';

export const WINDOW = 'w1';

/** What opens the key in `secrets-locked` and `secrets-file`. */
export const PASSPHRASE = 'correct horse battery';

const COLOURS = ['#0b7a55', '#c2410c', '#2563eb', '#7c3aed', '#be185d', '#0e7490'];

export function account(
  index: number,
  rest: Partial<AccountView> & { label: string },
): AccountView {
  return {
    id: `a${String(index)}`,
    number: index <= 9 ? index : null,
    name: null,
    email: null,
    host: `crm${String(index)}.example`,
    address: `https://crm${String(index)}.example/`,
    connector: 'generic',
    picture: null,
    crmPicture: null,
    colour: COLOURS[(index - 1) % COLOURS.length] ?? '#475569',
    state: 'connected',
    awake: true,
    busy: false,
    window: WINDOW,
    unread: null,
    muted: false,
    zoom: 100,
    allKeysToPage: false,
    keepSession: true,
    approves: false,
    permissions: [],
    proxy: null,
    asks: false,
    ...rest,
  };
}

function three(): AccountView[] {
  return [
    account(1, {
      label: 'Acme Agency',
      name: 'Olena Koval',
      email: 'olena@acme.example',
      host: 'acme.example',
      address: 'https://acme.example/',
      connector: 'ninefold',
      approves: true,
      permissions: [
        { origin: 'https://acme.example', permission: 'notifications', allowed: true },
        { origin: 'https://meet.acme.example', permission: 'cameraAndMicrophone', allowed: false },
        { origin: 'https://maps.example', permission: 'otherSite', allowed: true },
        { origin: 'tel:', permission: 'launch', allowed: true },
      ],
    }),
    account(2, {
      label: 'Berry Ltd',
      name: 'Sales desk',
      email: 'sales@berry.example',
      host: 'berry.bitrix24.com',
      unread: '3',
    }),
    account(3, {
      label: 'Київська студія нерухомості',
      name: 'Олена Коваль',
      email: 'olena@kyiv-studio.example',
      host: 'kyiv-studio.example',
      window: 'w2',
      unread: '12',
    }),
  ];
}

function resting(): AccountView[] {
  return [
    account(4, {
      label: 'Delta',
      host: 'delta.example',
      state: 'disconnected',
      awake: false,
      window: null,
    }),
    account(5, {
      label: 'Echo Söhne',
      host: 'echo.example',
      state: 'signedOut',
      awake: false,
      window: null,
    }),
  ];
}

const TOWNS = [
  'Київ',
  'Львів',
  'Одеса',
  'Харків',
  'Дніпро',
  'Berlin',
  'Łódź',
  'Żytomierz',
  'Oslo',
  'Ёлкино',
];

function fifty(): AccountView[] {
  return Array.from({ length: 50 }, (_, position) => {
    const index = position + 1;
    const town = TOWNS[position % TOWNS.length] ?? '';
    const open = index <= 14;
    return account(index, {
      label: `${town} ${String(index)}`,
      email: `office${String(index)}@franchise.example`,
      host: `office${String(index)}.franchise.example`,
      state: open ? 'connected' : 'disconnected',
      awake: open && index <= 9,
      window: open ? WINDOW : null,
      unread: index % 4 === 0 ? String(index * 7) : null,
      muted: index % 8 === 0,
    });
  });
}

function long(): AccountView[] {
  const name =
    'Міжнародна консалтингова агенція нерухомості та інвестицій «Північ-Південь» у Києві';
  return [
    account(1, {
      label: name,
      name: 'Олександра-Вікторія Перепелиця-Нечуй-Левицька',
      email: 'oleksandra-viktoriia.perepelytsia@consulting-international.example',
      host: 'a-very-long-subdomain.of-an-even-longer.consulting-international.example',
      unread: '999+',
    }),
    account(2, { label: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk', unread: '128' }),
    account(3, { label: 'X', state: 'signedOut', awake: false, window: null }),
  ];
}

export function page(whose: AccountView, rest: Partial<PageView> = {}): PageView {
  return {
    account: whose.id,
    url: `${whose.address}deals?view=board`,
    host: whose.host,
    title: 'Deals',
    security: 'secure',
    progress: null,
    canGoBack: true,
    canGoForward: false,
    login: false,
    loginForm: null,
    width: 1280,
    trouble: null,
    findMatches: null,
    ...rest,
  };
}

const KEYS: readonly (readonly [string, string | null])[] = [
  ...Array.from(
    { length: 9 },
    (_, n) => [`switch-${String(n + 1)}`, `Mod+${String(n + 1)}`] as const,
  ),
  ['switch-recent', 'Ctrl+Tab'],
  ['switch-recent-back', 'Ctrl+Shift+Tab'],
  ['switcher', 'Mod+Shift+A'],
  ['add-account', 'Mod+N'],
  ['new-window', 'Mod+Shift+N'],
  ['close', 'Mod+W'],
  ['reopen-closed', 'Mod+Shift+T'],
  ['quit', 'Mod+Shift+Q'],
  ['profile-menu', 'Mod+Shift+M'],
  ['settings', 'Mod+Comma'],
  ['downloads', 'Mod+Shift+Y'],
  ['find', 'Mod+F'],
  ['find-next', 'Mod+G'],
  ['find-previous', 'Mod+Shift+G'],
  ['reload', 'Mod+R'],
  ['reload-hard', 'Mod+Shift+R'],
  ['stop', null],
  ['back', 'Alt+ArrowLeft'],
  ['forward', 'Alt+ArrowRight'],
  ['home', 'Alt+Home'],
  ['zoom-in', 'Mod+Plus'],
  ['zoom-out', 'Mod+Minus'],
  ['zoom-reset', 'Mod+0'],
  ['print', 'Mod+P'],
  ['full-screen', 'F11'],
  ['focus-next-area', 'F6'],
  ['help', 'F1'],
];

function keys(): KeyView[] {
  return KEYS.map(([action, set]) => ({
    action,
    chord: set && shownChord(set, 'linux'),
    set,
    default: set,
    conflicts: [],
  }));
}

const CONNECTORS = [
  ['ninefold', 'Ninefold', '#4a4fd4', 'crm.mycompany.com'],
  ['bitrix24', 'Bitrix24', '#0e7490', 'mycompany.bitrix24.com'],
  ['keycrm', 'KeyCRM', '#0b7a55', 'mycompany.keycrm.app'],
  ['highlevel', 'HighLevel', '#2563eb', 'app.gohighlevel.com'],
  ['odoo', 'Odoo', '#86198f', 'mycompany.odoo.com'],
] as const;

export function window(rest: Partial<WindowView> = {}): WindowView {
  return {
    id: WINDOW,
    accounts: [],
    front: null,
    focused: true,
    page: null,
    panel: null,
    asks: [],
    duplicate: null,
    ...rest,
  };
}

function base(accounts: AccountView[]): Snapshot {
  const here = accounts.filter((each) => each.window === WINDOW);
  const elsewhere = accounts.filter((each) => each.window === 'w2');
  const front = here[0];
  const other = elsewhere[0];
  const windows = [
    window({
      accounts: here.map((each) => each.id),
      front: front?.id ?? null,
      page: front ? page(front) : null,
    }),
  ];
  if (other) {
    windows.push(
      window({
        id: 'w2',
        accounts: [other.id],
        front: other.id,
        focused: false,
        page: page(other),
      }),
    );
  }
  return {
    accounts,
    windows,
    recent: accounts.map((each) => each.id),
    deleting: [],
    nameless: [],
    recentlyDeleted: [],
    setAside: 0,
    ownCrm: false,
    workspaces: [],
    deletedWorkspace: null,
    downloads: [],
    settings: {
      theme: 'system',
      language: null,
      newAccountIn: 'window',
      loadTabsInBackground: false,
      keysEnabled: true,
      systemWideKeys: false,
      askWhereToSave: false,
      downloadFolder: '/home/olena/Downloads',
    },
    keys: keys(),
    connectors: CONNECTORS.map(([id, name, colour, example]) => ({ id, name, colour, example })),
    notices: [],
    host: { system: 'linux', systemWideKeys: false, secrets: 'keychain', sandbox: true },
    language: 'en',
    version: '0.1.0',
  };
}

function changed(snapshot: Snapshot, rest: Partial<WindowView>): Snapshot {
  snapshot.windows = snapshot.windows.map((each, index) =>
    index === 0 ? { ...each, ...rest } : each,
  );
  return snapshot;
}

function withPage(snapshot: Snapshot, rest: Partial<PageView>): Snapshot {
  const front = snapshot.accounts[0];
  return front ? changed(snapshot, { page: page(front, rest) }) : snapshot;
}

function withPanel(panel: PanelView): Snapshot {
  return changed(base([...three(), ...resting()]), { panel });
}

export function ask(question: Question, id = 1): AskView {
  return {
    id,
    account: 'a1',
    origin: 'https://acme.example',
    window: null,
    question,
    repeated: false,
  };
}

const QUESTIONS: Readonly<Record<string, Question>> = {
  permission: { kind: 'permission', permission: 'cameraAndMicrophone' },
  unnamedPermission: { kind: 'permission', permission: 'other' },
  alert: { kind: 'alert', message: 'The deal was saved.\nThe next step is due tomorrow.' },
  confirm: { kind: 'confirm', message: 'Delete 12 contacts?' },
  prompt: { kind: 'prompt', message: 'Name of the list', default: 'Leads' },
  leavePage: { kind: 'leavePage' },
  signIn: { kind: 'signIn', host: 'acme.example', proxy: false, realm: 'Staff', retry: true },
  signInProxy: {
    kind: 'signIn',
    host: 'proxy.example:3128',
    proxy: true,
    realm: 'Office',
    retry: true,
  },
  otherSite: { kind: 'otherSite', url: 'https://elsewhere.example/path?with=query' },
  launch: { kind: 'launch', url: 'tel:+380441234567' },
  noSignOut: { kind: 'noSignOut' },
  stopDownloads: { kind: 'stopDownloads', files: 3 },
};

const TROUBLES: Readonly<Record<string, Trouble>> = {
  asleep: { kind: 'asleep' },
  offline: { kind: 'offline', reason: 'timedOut', url: 'https://acme.example/deals' },
  proxySignIn: { kind: 'offline', reason: 'proxySignIn', url: 'https://acme.example/deals' },
  certificate: {
    kind: 'certificate',
    host: 'acme.example',
    reasons: ['expired', 'wrongHost'],
    subject: 'CN=old.acme.example',
    issuer: 'CN=Example CA, O=Example',
    validUntil: '2026-03-01T00:00:00Z',
  },
  unresponsive: { kind: 'unresponsive' },
  crashed: { kind: 'crashed', reason: 'memory' },
  noIsolation: { kind: 'noIsolation' },
  noFolder: { kind: 'noFolder', reason: 'readOnly' },
  blocked: { kind: 'blocked', url: 'file:///etc/passwd' },
};

const PANELS: Readonly<Record<string, PanelView>> = {
  menu: { kind: 'menu' },
  accountMenu: { kind: 'accountMenu', account: 'a2', x: 150 },
  switcher: { kind: 'switcher' },
  find: { kind: 'find' },
  connection: { kind: 'connection' },
  downloads: { kind: 'downloads' },
  keys: { kind: 'keys' },
  rename: { kind: 'rename', account: 'a1' },
};

function login(form: PageView['loginForm']): Snapshot {
  const adding = account(6, {
    label: 'acme.example',
    host: 'acme.example',
    number: null,
    state: 'adding',
    colour: '#475569',
  });
  const snapshot = base([adding, ...three(), ...resting()]);
  return withPage(snapshot, { login: true, title: 'Sign in', loginForm: form });
}

function downloads(): Snapshot {
  const snapshot = withPanel({ kind: 'downloads' });
  const one = { account: 'a1', percent: null, waiting: false, dangerous: false };
  snapshot.downloads = [
    { ...one, id: 4, fileName: 'export.csv', received: 1_450_000, percent: 37, state: 'running' },
    { ...one, id: 3, fileName: 'offer 2026-11.pdf', received: 482_133, state: 'done' },
    { ...one, id: 2, fileName: 'setup.exe', received: 48_200_000, state: 'done', dangerous: true },
    { ...one, id: 1, fileName: 'recording.ogg', received: 90_000, state: 'failed', account: 'a2' },
  ];
  return snapshot;
}

function deleting(): Snapshot {
  const snapshot = base(three());
  snapshot.deleting = [
    { id: 'a9', label: 'Old shop', until: new Date(Date.now() + 30_000).toISOString() },
  ];
  snapshot.notices = [
    { id: 1, code: 'registry-repaired', arguments: { from: '3' }, severity: 'warning' },
    { id: 2, code: 'address-copied', arguments: {}, severity: 'info' },
  ];
  return snapshot;
}

function closed(): Snapshot {
  const accounts = [...three(), ...resting()].map((each) => ({ ...each, window: null }));
  const snapshot = base(
    accounts.map((each) =>
      each.state === 'connected' ? { ...each, state: 'disconnected', awake: false } : each,
    ),
  );
  snapshot.recentlyDeleted = [
    { label: 'Old shop', address: 'https://shop.example/', deletedAt: '2026-11-20T10:00:00Z' },
  ];
  snapshot.setAside = 3;
  snapshot.ownCrm = true;
  snapshot.notices = [{ id: 1, code: 'safe-start', arguments: {}, severity: 'warning' }];
  return snapshot;
}

/** Every account's page has a question; the one in front shows its own. */
function asking(snapshot: Snapshot): Snapshot {
  for (const each of snapshot.accounts) each.asks = each.awake;
  return snapshot;
}

function locked(snapshot: Snapshot): Snapshot {
  snapshot.host.secrets = 'locked';
  snapshot.notices = [{ id: 1, code: 'secrets-locked', arguments: {}, severity: 'warning' }];
  return snapshot;
}

function secrets(place: 'none' | 'locked' | 'file'): Snapshot {
  const snapshot = base([...three(), ...resting()]);
  snapshot.host.secrets = place;
  if (place !== 'file') {
    const code = place === 'none' ? 'secrets-unavailable' : 'secrets-locked';
    snapshot.notices = [{ id: 1, code, arguments: {}, severity: 'warning' }];
  }
  return snapshot;
}

function proxies(): Snapshot {
  const snapshot = base([...three(), ...resting()]);
  const [own, direct] = snapshot.accounts;
  if (own) own.proxy = 'http://proxy.acme.example:3128';
  if (direct) direct.proxy = 'direct';
  return snapshot;
}

function workspaces(): Snapshot {
  const snapshot = withPanel({ kind: 'menu' });
  snapshot.workspaces = [
    { id: 's1', name: 'Monday billing', accounts: 3 },
    { id: 's2', name: 'Support', accounts: 1 },
  ];
  return snapshot;
}

const SCENARIOS: Readonly<Record<string, () => Snapshot>> = {
  none: () => base([]),
  three: () => base([...three(), ...resting()]),
  fifty: () => base(fifty()),
  'fifty-menu': () => changed(base(fifty()), { panel: { kind: 'menu' } }),
  'fifty-switcher': () => changed(base(fifty()), { panel: { kind: 'switcher' } }),
  long: () => base(long()),
  'long-menu': () => changed(base(long()), { panel: { kind: 'menu' } }),
  closed,
  loading: () =>
    withPage(base(three()), { progress: 40, canGoForward: true, security: 'insecure' }),
  login: () => login({ x: 460, y: 180, width: 320, height: 300 }),
  'login-covered': () => login({ x: 900, y: 40, width: 340, height: 400 }),
  'login-locked': () => locked(login({ x: 460, y: 180, width: 320, height: 300 })),
  downloads,
  deleting,
  workspaces,
  asking: () => asking(base([...three(), ...resting()])),
  'asking-menu': () => asking(withPanel({ kind: 'menu' })),
  'asking-switcher': () => asking(withPanel({ kind: 'switcher' })),
  'asking-fifty': () => asking(base(fifty())),
  'secrets-none': () => secrets('none'),
  'secrets-locked': () => secrets('locked'),
  'secrets-file': () => secrets('file'),
  proxies,
  'behind-proxy': () => withPage(proxies(), { trouble: TROUBLES['offline'] ?? null }),
  duplicate: () => changed(base(three()), { duplicate: { added: 'a2', listed: 'a1' } }),
};

/** `three`, `ask-confirm`, `trouble-offline`, `panel-menu`, …; `three` where it's unknown. */
export function scenario(name: string): Snapshot {
  const [kind, rest = ''] = name.split(/-(.*)/);
  const question = QUESTIONS[rest];
  const trouble = TROUBLES[rest];
  const panel = PANELS[rest];
  if (kind === 'ask' && question) return changed(base(three()), { asks: [ask(question)] });
  if (kind === 'trouble' && trouble) return withPage(base(three()), { trouble });
  if (kind === 'panel' && panel) return withPanel(panel);
  return (SCENARIOS[name] ?? SCENARIOS['three'] ?? (() => base([])))();
}
