import { expect, test } from '@playwright/test';
import type { ProbeCode } from '../../src/ipc/contract.js';
import { PROBE_HOSTS } from '../../src/ipc/memory/probe.js';
import { calls, change, lastCall, open } from './harness.js';

/** A part of the sentence, and the button of the next step where there is one. */
const OUTCOMES: Readonly<Record<ProbeCode, readonly [RegExp, string | null]>> = {
  notAnAddress: [/“not an address” isn't an address/, null],
  unknownHost: [/Nobody knows unknown-host\.example/, 'Try again'],
  refused: [/refused\.example:443 doesn't take connections/, 'Try again'],
  timedOut: [/didn't answer in time/, 'Try again'],
  certificateInvalid: [/can't prove who it is/, null],
  certificateExpired: [/is out of date/, null],
  plainHttp: [/answers without encryption/, 'Continue without encryption'],
  redirectsElsewhere: [
    /leads to another site: crm\.elsewhere\.example/,
    'Continue to crm.elsewhere.example',
  ],
  notHttp: [/not as a website does/, null],
  notAWebPage: [/not with a web page/, null],
  serverError: [/an error of its own/, 'Try again'],
  redirectLoop: [/sends in circles/, null],
  emptyAnswer: [/nothing at all/, 'Try again'],
  tooOld: [/a version that Ninefold can't work with/, null],
  proxySignIn: [/A proxy wants you to sign in/, 'Try again'],
  unknownCrm: [/doesn't know this CRM/, 'Open anyway'],
  alreadyAdded: [/is in your list already/, 'Add another account there'],
  works: [/works\.example works/, null],
};

for (const [code, host] of Object.entries(PROBE_HOSTS) as [ProbeCode, string][]) {
  test(`an address with the outcome ${code} has its sentence and next step`, async ({ page }) => {
    await open(page, 'panel', 'closed');
    await expect(page.getByRole('textbox')).toBeFocused();
    const before = await page.getByRole('textbox').boundingBox();
    await page.keyboard.type(host);
    await page.keyboard.press('Enter');
    const [sentence, step] = OUTCOMES[code];
    await expect(page.getByText(sentence).first()).toBeVisible();
    if (step) await expect(page.getByRole('button', { name: step })).toBeVisible();
    // Nothing above the answer moves.
    expect(await page.getByRole('textbox').boundingBox()).toEqual(before);
    const added = (await calls(page, 'account_add')).length;
    expect(added).toBe(code === 'works' ? 1 : 0);
  });
}

test('the name of no CRM that is known is cut', async ({ page }) => {
  await open(page, 'panel', 'closed');
  await change(page, (snapshot) => {
    const [first] = snapshot.connectors;
    if (first) first.name = 'ERPNext / Frappe CRM';
  });
  const name = page.getByText('ERPNext / Frappe CRM');
  await expect(name).toBeVisible();
  const hidden = await name.evaluate((node) => node.scrollWidth - node.clientWidth);
  expect(hidden).toBeLessThanOrEqual(0);
});

test('a password that is too short is told once', async ({ page }) => {
  await open(page, 'panel', 'none');
  await page.getByRole('button', { name: /Try it on this computer/ }).click();
  await page.getByRole('textbox', { name: 'Your name' }).fill('Olena');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('olena@acme.example');
  await page.getByRole('textbox', { name: 'Password' }).fill('short');
  await page.keyboard.press('Enter');
  await expect(page.getByText('10 more characters')).toHaveCount(1);
});

test('what was open is opened again in one step', async ({ page }) => {
  await open(page, 'panel', 'closed');
  await page.getByRole('button', { name: 'Open again what was open (3 accounts)' }).click();
  await lastCall(page, 'workspace_open_last', {});
});

test('an address over plain http is opened after the person agreed, by keyboard alone', async ({
  page,
}) => {
  await open(page, 'panel', 'none');
  await page.keyboard.type('plain-http.example');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Continue without encryption' })).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await lastCall(page, 'address_probe', {
    input: 'plain-http.example',
    connector: null,
    accept: true,
  });
  await lastCall(page, 'account_add', {
    address: 'http://plain-http.example/',
    connector: 'ninefold',
    label: null,
    place: 'tab',
  });
});

test('where a redirect leads is opened after the person agreed', async ({ page }) => {
  await open(page, 'panel', 'none');
  await page.keyboard.type('redirects-elsewhere.example');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Continue to crm.elsewhere.example' }).click();
  await lastCall(page, 'account_add', {
    address: 'https://crm.elsewhere.example/',
    connector: 'ninefold',
    label: null,
    place: 'tab',
  });
});

test('typing on takes an outcome away', async ({ page }) => {
  await open(page, 'panel', 'none');
  await page.keyboard.type('refused.example');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/doesn't take connections/)).toBeVisible();
  await page.keyboard.type('x');
  await expect(page.getByText(/doesn't take connections/)).toHaveCount(0);
});

test('an empty address is said to be missing, where it is to be typed', async ({ page }) => {
  await open(page, 'panel', 'none');
  const field = page.getByRole('textbox', { name: 'Where is your CRM?' });
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(field).toHaveAccessibleDescription(/Enter the address of your CRM/);
  await expect(field).toBeFocused();
  await page.keyboard.type('a');
  await expect(page.getByText(/Enter the address of your CRM/)).toHaveCount(0);
  expect(await calls(page, 'address_probe')).toEqual([]);
});

test('a tile says which CRM it is, and what its addresses look like', async ({ page }) => {
  await open(page, 'panel', 'none');
  await page.getByRole('button', { name: 'Bitrix24' }).click();
  await expect(page.getByText('The address looks like mycompany.bitrix24.com')).toBeVisible();
  await page.keyboard.type('acme.bitrix24.com');
  await page.keyboard.press('Enter');
  await lastCall(page, 'address_probe', {
    input: 'acme.bitrix24.com',
    connector: 'bitrix24',
    accept: false,
  });
});

test('accounts are opened one by one', async ({ page }) => {
  await open(page, 'panel', 'closed');
  await expect(page.getByText(/ended twice in a row/)).toHaveCount(1);
  await page.getByRole('button', { name: /^Delta/ }).click();
  await lastCall(page, 'account_open', { account: 'a4' });
});

test('accounts deleted lately can be added again', async ({ page }) => {
  await open(page, 'panel', 'closed');
  await page.getByRole('button', { name: /^Old shop/ }).click();
  await lastCall(page, 'address_probe', {
    input: 'https://shop.example/',
    connector: null,
    accept: false,
  });
});

test('accounts of one address that were deleted at the same instant are all listed', async ({
  page,
}) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await open(page, 'panel', 'closed');
  await change(page, (snapshot) => {
    const [gone] = snapshot.recentlyDeleted;
    if (gone) snapshot.recentlyDeleted = [gone, { ...gone }];
  });
  await expect(page.getByRole('button', { name: /^Old shop/ })).toHaveCount(2);
  expect(errors).toEqual([]);
});

test('the last line comes up above what is said at the bottom', async ({ page }) => {
  await open(page, 'panel', 'closed');
  await page.setViewportSize({ width: 900, height: 420 });
  await change(page, (snapshot) => {
    snapshot.notices = [
      {
        id: 1,
        code: 'download-failed',
        arguments: { file: 'a.csv', count: '2' },
        severity: 'warning',
      },
    ];
  });
  const last = page.locator('main').getByRole('button').last();
  const said = page.getByRole('status');
  await expect(said).toBeVisible();
  await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
  const bottom = async (): Promise<number> => {
    const [row, toast] = [await last.boundingBox(), await said.boundingBox()];
    return row && toast ? toast.y - row.y - row.height : NaN;
  };
  await expect.poll(bottom).toBeGreaterThan(0);
});

test('a CRM that was set up here is opened without asking anew', async ({ page }) => {
  await open(page, 'panel', 'closed');
  await expect(page.getByRole('button', { name: /Try it on this computer/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Open the CRM on this computer' }).click();
  await lastCall(page, 'service_open', {});
});

test('the trial says what is missing and goes there', async ({ page }) => {
  await open(page, 'panel', 'none');
  await page.getByRole('button', { name: /Try it on this computer/ }).click();
  await expect(page.getByRole('textbox', { name: 'Your name' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Enter your name.')).toBeVisible();
  await page.keyboard.type('Olena Koval');
  await page.keyboard.press('Tab');
  await page.keyboard.type('olena@acme.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type('short');
  await expect(page.getByText('10 more characters').first()).toBeVisible();
  await page.keyboard.press('Enter');
  expect(await calls(page, 'service_try')).toEqual([]);
  await page.keyboard.type(' but not any more');
  await expect(page.getByText('Good password')).toBeVisible();
  await page.keyboard.press('Enter');
  await lastCall(page, 'service_try', {
    name: 'Olena Koval',
    email: 'olena@acme.example',
    password: 'short but not any more',
  });
});

test('what the service refuses is said', async ({ page }) => {
  await open(page, 'panel', 'none');
  await page.getByRole('button', { name: /Try it on this computer/ }).click();
  await page.getByRole('textbox', { name: 'Your name' }).fill('Olena');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('refused@acme.example');
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText("The service didn't accept");
  await page.getByRole('textbox', { name: 'Password' }).fill('password password password');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/too easy to guess/)).toBeVisible();
});

test('an opaque page stands in place of the empty window', async ({ page }) => {
  await open(page, 'panel', 'none');
  await lastCall(page, 'panel_layout', { anchor: 'fill', width: 0, height: 0, x: 0, focus: true });
});

test('with text twice as large nothing is wider than the smallest window', async ({ page }) => {
  await open(page, 'panel', 'closed', { language: 'ru' });
  await page.setViewportSize({ width: 360, height: 600 });
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  const wider = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main')].map(
      (each) => each.scrollWidth - each.clientWidth,
    ),
  );
  expect(wider).toEqual([0, 0]);
});
