import type { Page } from '@playwright/test';
import { addProvider, expect, SECRET, test, type Provider } from './provider.js';
import { deafen, expectAccessible, PASSWORD, prove, type Server } from './server.js';
import { enrol } from './totp.js';

const HOME = '/c/acme-agency/';
const PEOPLE = {
  olena: { email: 'olena@acme.example', email_verified: true, name: 'Olena Koval' },
  stranger: { email: 'petro@other.example', email_verified: true },
};
const sso = (page: Page) => page.getByRole('region', { name: 'Single sign-on', exact: true });
const block = (page: Page) => sso(page).getByRole('article', { name: 'Acme account' });
const toast = (page: Page) => page.getByRole('region', { name: 'What has just happened' });

/** Olena, among two colleagues, on the page of her CRM's settings. */
async function open(
  page: Page,
  server: Server,
  provider: Provider,
  changes?: Readonly<Record<string, unknown>>,
): Promise<void> {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
  await provider.tell(server, PEOPLE);
  await server.hire('acme-agency', ['Ihor Bondar', 'Zoe Marsh']);
  if (changes) await addProvider(page, server, provider, changes);
  await page.goto(`${server.url}${HOME}settings`);
  await expect(sso(page)).toBeVisible();
}

async function choose(page: Page, action: string): Promise<void> {
  await block(page).getByRole('button', { name: 'More about Acme account' }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

test('a provider is added, tried out and switched on', async ({ page, server, provider }) => {
  await open(page, server, provider);
  await server.sql('UPDATE session SET step_up_at = NULL');
  await expect(sso(page)).toContainText('There is none yet.');
  await expectAccessible(page);
  await sso(page).getByRole('button', { name: 'Add provider' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Add provider' });
  await expect(dialog.getByRole('group', { name: 'Redirect URI' })).toHaveText(
    `${server.url}/sso/callback`,
  );
  const issuer = dialog.getByLabel('Issuer');
  await dialog.getByLabel('Name on the button').fill('Acme account');
  await expect(dialog).toContainText('People see: Sign in with Acme account');
  await issuer.fill(`${provider.issuer}/elsewhere`);
  await dialog.getByLabel('Client ID').fill('ninefold');
  await dialog.getByLabel('Client secret (optional)').fill(SECRET);
  await dialog.getByLabel('Domains of your addresses').fill('acme.example, nonsense');
  await dialog.getByLabel('No code is asked for').check();
  await expect(dialog.getByLabel('Its words for a second factor')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Tab');
  await dialog.getByRole('button', { name: 'Add provider' }).press('Enter');
  await prove(page);
  const domains = dialog.getByLabel('Domains of your addresses');
  await expect(domains).toHaveAccessibleDescription(/^nonsense: /);
  await expect(domains).toBeFocused();
  await domains.fill('acme.example');
  await dialog.getByRole('button', { name: 'Add provider' }).press('Enter');
  await expect(issuer).toHaveAccessibleDescription(/couldn't read the provider's description/);
  await expect(issuer).toBeFocused();
  await expectAccessible(page);
  await issuer.fill(provider.issuer);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(toast(page)).toContainText('Try it out, then switch it on.');
  await expect(block(page)).toContainText('Off');
  await expect(block(page)).toContainText('0 of 3 people have connected it');
  await expectAccessible(page);

  await block(page).getByRole('button', { name: 'Try out' }).click();
  await provider.choose(page, 'stranger');
  await expect(page).toHaveURL(`${server.url}${HOME}settings`);
  await expect(block(page).getByRole('status').first()).toContainText('It works');
  await expect(block(page)).toContainText('is nobody here');
  await expectAccessible(page);
  await block(page).getByRole('button', { name: 'Switch on' }).click();
  await expect(toast(page)).toContainText('is on the sign-in page now');
  await expect(block(page).getByText('On', { exact: true })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(block(page).getByText('Off', { exact: true })).toBeVisible();
  await expect(toast(page)).toContainText('Taken back.');
});

test('a trial that fails says where to look', async ({ page, server, provider }) => {
  await open(page, server, provider, { enabled: false });
  await block(page).getByRole('button', { name: 'Try out' }).click();
  await provider.choose(page, null);
  await expect(block(page).getByRole('alert')).toContainText("It didn't work");
  await expect(block(page).getByRole('alert')).toContainText('Check the client ID');
  await expect(block(page).getByRole('code').first()).toHaveText(/^[\w-]{8,}$/);
  await expect(page.getByRole('alert')).toHaveCount(1);
  await expectAccessible(page);
});

test('what is changed keeps the secret, which nobody is shown', async ({
  page,
  server,
  provider,
}) => {
  await open(page, server, provider, { enabled: false });
  await choose(page, 'Change…');
  const dialog = page.getByRole('dialog', { name: 'Change provider' });
  await expect(dialog.getByLabel('Issuer')).toHaveCount(0);
  const secret = dialog.getByLabel('Client secret (optional)');
  await expect(secret).toHaveValue('');
  await expect(secret).toHaveAccessibleDescription(/There is one, which is never shown/);
  await dialog.getByLabel('Name on the button').fill('Acme sign-on');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  const renamed = sso(page).getByRole('article', { name: 'Acme sign-on' });
  await renamed.getByRole('button', { name: 'Try out' }).click();
  await provider.choose(page, 'olena');
  await expect(renamed.getByRole('status').first(), 'with the secret').toContainText('It works');
  await renamed.getByRole('button', { name: 'More about' }).click();
  await page.getByRole('menuitem', { name: 'Change…' }).click();
  await dialog.getByLabel('Remove the secret').check();
  await expect(secret).toBeDisabled();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await renamed.getByRole('button', { name: 'Try out' }).click();
  await expect(renamed.getByRole('alert'), 'without it').toContainText("It didn't work");
});

test('a domain is proved by its record', async ({ page, server, provider, names, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, server, provider, { domains: ['acme.example', 'berry.example'] });
  await expect(block(page).getByText('not proved yet')).toHaveCount(2);
  const item = (domain: string) => block(page).getByRole('listitem').filter({ hasText: domain });
  const acme = item('acme.example');
  await expect(acme.getByRole('group', { name: 'Make a TXT record' })).toHaveText(
    '_ninefold-sso.acme.example',
  );
  await acme.getByRole('button', { name: 'Copy: and this value' }).click();
  const value = await page.evaluate(async () => navigator.clipboard.readText());
  expect(value).toMatch(/^ninefold-sso=\S{20,}$/);
  await expectAccessible(page);
  const check = block(page).getByRole('button', { name: 'Check now' });
  await check.click();
  await expect(toast(page)).toContainText("The records of 2 domains weren't found.");
  names.say('_ninefold-sso.acme.example', value);
  await check.click();
  await expect(toast(page)).toContainText("The record of 1 domain wasn't found.");
  await expect(acme).toContainText('proved');
  await expect(acme.getByText('not proved yet')).toHaveCount(0);
  await expect(item('berry.example')).toContainText('not proved yet');
  names.say('_ninefold-sso.berry.example', value);
  await check.click();
  await expect(toast(page)).toContainText('All domains are proved.');
  await expectAccessible(page);
  await block(page).getByRole('button', { name: 'Try out' }).click();
  await provider.choose(page, 'olena');
  await expect(block(page)).toContainText('you would have been connected and signed in');
});

test('it is required after a look at who is left outside, and that is taken back', async ({
  page,
  server,
  provider,
}) => {
  await open(page, server, provider, {});
  await choose(page, 'Require it…');
  const dialog = page.getByRole('dialog', { name: 'Require Acme account of everybody?' });
  await expect(dialog).toContainText("3 people haven't connected it");
  await expect(dialog).toContainText('The owner has no second factor');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Require it' }).click();
  await expect(dialog.getByRole('alert').last()).toContainText('Nobody could take this back');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  const factor = await enrol(page, server);
  // Her session in the CRM ended with that.
  await page.goto(`${server.url}${HOME}sign-in`);
  await page.getByLabel('E-mail or username').fill('olena@acme.example');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByLabel('Code from your authenticator app').fill(await factor.code());
  await page.keyboard.press('Enter');
  await page.waitForURL(server.url + HOME);
  await page.goto(`${server.url}${HOME}settings`);
  await choose(page, 'Require it…');
  await expect(dialog).toContainText('The owner can still sign in with password');
  await dialog.getByRole('button', { name: 'Require it' }).click();
  await expect(dialog).toBeHidden();
  await expect(block(page).getByText('Required', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await toast(page).getByRole('button', { name: /^Undo/ }).click();
  await expect(block(page).getByText('Required', { exact: true })).toHaveCount(0);
});

test('what is off or gone lets nobody in, and only one of it comes back', async ({
  page,
  server,
  provider,
}) => {
  await open(page, server, provider, {});
  await choose(page, 'Switch off');
  await expect(toast(page)).toContainText('nobody signs in with it');
  await toast(page).getByRole('button', { name: /^Undo/ }).click();
  await expect(block(page).getByText('On', { exact: true })).toBeVisible();
  await server.sql('UPDATE session SET step_up_at = NULL');
  await choose(page, 'Remove…');
  const question = page.getByRole('alertdialog', { name: 'Remove Acme account?' });
  await expect(question).toContainText('Nobody has connected it.');
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Remove' }).click();
  await prove(page);
  await expect(toast(page)).toContainText('Acme account is removed.');
  await expect(block(page)).toHaveCount(0);
  await expect(sso(page)).toBeFocused();
});

test('what somebody else changed meanwhile is seen first', async ({ page, server, provider }) => {
  await deafen(page);
  await open(page, server, provider, {});
  await server.sql("UPDATE sso_provider SET label = 'Acme keys', version = version + 1");
  await choose(page, 'Switch off');
  await expect(toast(page)).toContainText('Somebody changed this meanwhile');
  await expect(sso(page).getByRole('article', { name: 'Acme keys' })).toBeVisible();
});

for (const [locale, heading] of [
  ['uk-UA', 'Єдиний вхід'],
  ['ru-RU', 'Единый вход'],
] as const) {
  test(`the settings of it speak the reader's language: ${locale}`, async ({
    page,
    server,
    provider,
    browser,
  }) => {
    await open(page, server, provider, { domains: ['acme.example'], label: 'А'.repeat(60) });
    const other = await browser.newPage({ locale });
    await other.context().addCookies(await page.context().cookies());
    await other.goto(`${server.url}${HOME}settings`);
    const section = other.getByRole('region', { name: heading, exact: true });
    await expect(section.getByRole('article')).toBeVisible();
    await section.getByRole('group').first().waitFor();
    await expectAccessible(other);
    await section.getByRole('article').getByRole('button').nth(1).click();
    await other.getByRole('menuitem').nth(1).click();
    await expect(other.getByRole('dialog')).toBeVisible();
    await expectAccessible(other);
    await other.keyboard.press('Escape');
    await section.getByRole('button').last().click();
    await expect(other.getByRole('dialog')).toBeVisible();
    await expectAccessible(other);
    await other.close();
  });
}
