import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, prove, test, type Server } from './server.js';
import { codeNow, enrol, nextStep, WRONG } from './totp.js';

const SETTINGS = '/account/settings';
const factor = (page: Page) => page.getByRole('region', { name: 'Two-factor sign-in' });
const button = (page: Page, name: string) => factor(page).getByRole('button', { name });
const secret = (page: Page) => factor(page).getByRole('status', { name: 'Secret' });
const codes = (page: Page) => factor(page).getByRole('list', { name: 'Recovery codes' });

/** Olena, in her account's settings, without having proved anything lately. */
async function open(page: Page, server: Server): Promise<void> {
  await server.setUp();
  await server.portal(page);
  await server.sql('UPDATE session SET step_up_at = NULL');
  await page.goto(server.url + SETTINGS);
}

test('a second factor is set up, and its recovery codes are saved before all else', async ({
  page,
  server,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, server);
  await expect(factor(page)).toContainText('Off. Whoever learns your password can sign in.');
  await expectAccessible(page);
  await button(page, 'Set up').press('Enter');
  await prove(page);
  await expect(factor(page).getByRole('heading', { level: 3 })).toBeFocused();
  await expect(factor(page).getByRole('img', { name: 'QR code of the secret' })).toBeVisible();
  await expectAccessible(page);

  const key = ((await secret(page).textContent()) ?? '').replace(/\s/g, '');
  expect(key).toMatch(/^[A-Z2-7]{32}$/);
  await button(page, 'Copy').click();
  await expect(factor(page)).toContainText('Copied');
  expect(await page.evaluate(async () => navigator.clipboard.readText())).toBe(key);
  const code = factor(page).getByLabel('Code from your authenticator app');
  await code.fill(WRONG);
  await page.keyboard.press('Enter');
  await expect(code).toHaveAccessibleDescription(/This code is wrong/);
  await expect(code).toBeFocused();
  await code.fill(codeNow(key));
  await page.keyboard.press('Enter');

  await expect(factor(page).getByRole('heading', { level: 3 })).toHaveText(
    'Two-factor sign-in is on',
  );
  await expect(codes(page).getByRole('listitem')).toHaveCount(10);
  await expectAccessible(page);
  const shown = await codes(page).getByRole('listitem').allTextContents();
  for (const each of shown) expect(each).toMatch(/^[0-9a-z]{5}-[0-9a-z]{5}$/);
  await button(page, 'Copy').click();
  await expect(factor(page)).toContainText('Copied');
  expect(await page.evaluate(async () => navigator.clipboard.readText())).toBe(shown.join('\n'));
  const downloading = page.waitForEvent('download');
  await button(page, 'Download').click();
  const file = await downloading;
  expect(file.suggestedFilename()).toBe('recovery-codes.txt');
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toContain(`Recovery codes of olena@acme.example at ${new URL(server.url).host}`);
  expect(text).toContain(shown.join('\n'));
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText(shown[0] ?? '')).toBeVisible();
  await expect(page.getByText('Recovery codes of olena@acme.example')).toBeVisible();
  await expect(page.locator('h1')).toBeHidden();
  await page.emulateMedia({ media: 'screen' });

  await button(page, 'Finish').click();
  await expect(codes(page), 'they were not saved').toBeVisible();
  await factor(page).getByLabel('I saved them').check();
  await button(page, 'Finish').click();
  await expect(factor(page)).toContainText(/On since .*\.\s+10 recovery codes are left\./);
  await expect(factor(page)).toBeFocused();
  await expectAccessible(page);
  await page.reload();
  await expect(codes(page)).toHaveCount(0);
  await expect(factor(page)).toContainText('On since');
});

test('printing prints', async ({ page, server }) => {
  await server.setUp();
  await enrol(page, server);
  await page.addInitScript(() => {
    window.print = () => document.documentElement.toggleAttribute('data-printed');
  });
  await page.goto(server.url + SETTINGS);
  await button(page, 'New recovery codes').click();
  await button(page, 'Print').click();
  await expect(page.locator('html')).toHaveAttribute('data-printed');
});

test('leaving before the codes are saved is asked about', async ({ page, server }) => {
  await server.setUp();
  await enrol(page, server);
  await page.goto(server.url + SETTINGS);
  await button(page, 'New recovery codes').click();
  await expect(codes(page)).toBeVisible();
  const asked = page.waitForEvent('dialog');
  const leaving = page.reload();
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.accept();
  await leaving;
});

test('an enrolment that was left changes nothing, and one that expired says so', async ({
  page,
  server,
}) => {
  await open(page, server);
  await button(page, 'Set up').click();
  await prove(page);
  await button(page, 'Cancel').click();
  await expect(factor(page)).toContainText('Off.');
  await button(page, 'Set up').click();
  const key = ((await secret(page).textContent()) ?? '').replace(/\s/g, '');
  await server.sql('UPDATE credential SET totp_pending_until = 1');
  await factor(page).getByLabel('Code from').fill(codeNow(key));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText("This doesn't work any more");
  await expectAccessible(page);
  await page.reload();
  await expect(factor(page)).toContainText('Off.');
});

test('few recovery codes are warned of, and new ones void them', async ({ page, server }) => {
  await server.setUp();
  const { recoveryCodes } = await enrol(page, server);
  await server.sql(`UPDATE ticket SET used_at = 1 WHERE rowid IN
    (SELECT rowid FROM ticket WHERE kind = 'recovery_code' ORDER BY rowid LIMIT 8)`);
  await server.sql('UPDATE session SET step_up_at = NULL');
  await page.goto(server.url + SETTINGS);
  await expect(factor(page)).toContainText('Only 2 recovery codes are left');
  await expectAccessible(page);
  await button(page, 'New recovery codes').click();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(codes(page)).toHaveCount(0);
  await button(page, 'New recovery codes').click();
  await dialog.getByRole('button', { name: 'Use a recovery code' }).click();
  await server.sql('UPDATE ticket SET used_at = NULL');
  await dialog.getByLabel('Recovery code').fill(recoveryCodes[0] ?? '');
  await page.keyboard.press('Enter');
  await expect(codes(page).getByRole('listitem')).toHaveCount(10);
  await expect(factor(page)).toContainText("The old recovery codes don't work any more");
  const fresh = await codes(page).getByRole('listitem').allTextContents();
  expect(fresh.filter((code) => recoveryCodes.includes(code))).toEqual([]);
});

test('it is turned off after a question', async ({ page, server }) => {
  await server.setUp();
  const factorOf = await enrol(page, server);
  await server.sql('UPDATE session SET step_up_at = NULL');
  await page.goto(server.url + SETTINGS);
  await button(page, 'Turn off…').click();
  const question = page.getByRole('alertdialog', { name: 'Turn off two-factor sign-in?' });
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(button(page, 'Turn off…')).toBeFocused();
  await button(page, 'Turn off…').click();
  await question.getByRole('button', { name: 'Turn off' }).click();
  await page.getByLabel('Code from your authenticator app').fill(await factorOf.code());
  await page.keyboard.press('Enter');
  await expect(factor(page)).toContainText('Off.');
  await expect(factor(page)).toBeFocused();
});

test('another app takes its place only with its code', async ({ page, server }) => {
  await server.setUp();
  const before = await enrol(page, server);
  await page.goto(server.url + SETTINGS);
  await button(page, 'Move to another app').click();
  const key = ((await secret(page).textContent()) ?? '').replace(/\s/g, '');
  expect(key).not.toBe(before.secret);
  await nextStep(server);
  await factor(page).getByLabel('Code from').fill(codeNow(before.secret));
  await page.keyboard.press('Enter');
  await expect(factor(page).getByLabel('Code from')).toHaveAccessibleDescription(/wrong/);
  await factor(page).getByLabel('Code from').fill(codeNow(key));
  await page.keyboard.press('Enter');
  await expect(codes(page).getByRole('listitem')).toHaveCount(10);
});

test('in a CRM that is opened with the account’s password, it is the account’s', async ({
  page,
  server,
}) => {
  await page.goto(await server.setUp());
  await expect(factor(page)).toContainText("This is your account's");
  await expect(
    page.getByRole('navigation', { name: 'My profile' }).getByRole('link', {
      name: 'Two-factor sign-in',
    }),
  ).toBeVisible();
  await expectAccessible(page);
});

test('who has a password of their own has a factor of their own', async ({ page, server }) => {
  await page.goto(await server.setUp());
  await expect(factor(page)).toContainText('Off.');
  await server.disown('acme-agency');
  await page.reload();
  await expect(factor(page)).toContainText('Off.');
  await expect(factor(page)).not.toContainText("This is your account's");
  await server.sql('UPDATE session SET step_up_at = NULL');
  await button(page, 'Set up').click();
  await prove(page);
  const key = ((await secret(page).textContent()) ?? '').replace(/\s/g, '');
  await factor(page).getByLabel('Code from').fill(codeNow(key));
  await page.keyboard.press('Enter');
  await factor(page).getByLabel('I saved them').check();
  await button(page, 'Finish').click();
  await expect(factor(page)).toContainText('On since');
});

for (const [locale, heading] of [
  ['uk-UA', 'Двофакторний вхід'],
  ['ru-RU', 'Двухфакторный вход'],
] as const) {
  test(`setting it up speaks the reader's language: ${locale}`, async ({ server, browser }) => {
    const page = await browser.newPage({ locale });
    await server.setUp();
    await enrol(page, server);
    await page.goto(server.url + SETTINGS);
    const section = page.getByRole('region', { name: heading });
    await expect(section.getByRole('button')).toHaveCount(3);
    await section.getByRole('button').nth(1).click();
    await expect(section.getByRole('img')).toBeVisible();
    await expectAccessible(page);
    await section.locator('form button[type=button]').click();
    await section.getByRole('button').first().click();
    await expect(section.getByRole('listitem')).toHaveCount(10);
    await expectAccessible(page);
    await page.close({ runBeforeUnload: false });
  });
}
