import { expect, test } from '@playwright/test';
import { open, violations, type Surface } from './harness.js';

const SCREENS: readonly (readonly [Surface, readonly string[]])[] = [
  ['strip', ['none', 'three', 'fifty', 'long', 'loading', 'login', 'downloads', 'asking']],
  [
    'panel',
    [
      'none',
      'closed',
      'panel-menu',
      'panel-accountMenu',
      'panel-switcher',
      'panel-find',
      'panel-connection',
      'panel-keys',
      'panel-rename',
      'downloads',
      'login',
      'login-covered',
      'login-locked',
      'deleting',
      'duplicate',
      'fifty-menu',
      'long-menu',
      'ask-permission',
      'ask-unnamedPermission',
      'ask-alert',
      'ask-confirm',
      'ask-prompt',
      'ask-leavePage',
      'ask-signIn',
      'ask-signInProxy',
      'ask-otherSite',
      'ask-launch',
      'ask-noSignOut',
      'ask-stopDownloads',
      'trouble-asleep',
      'trouble-offline',
      'trouble-proxySignIn',
      'trouble-certificate',
      'trouble-unresponsive',
      'trouble-crashed',
      'trouble-noIsolation',
      'trouble-noFolder',
      'trouble-blocked',
      'asking-menu',
      'asking-switcher',
      'secrets-locked',
    ],
  ],
  ['settings', ['three', 'none', 'closed', 'secrets-none', 'secrets-locked']],
];

for (const theme of ['light', 'dark'] as const) {
  for (const [surface, scenarios] of SCREENS) {
    for (const scenario of scenarios) {
      test(`${surface} with ${scenario} in ${theme} is accessible`, async ({ page }) => {
        await page.emulateMedia({ reducedMotion: 'reduce' });
        await open(page, surface, scenario, { theme });
        expect(await violations(page, surface)).toEqual([]);
      });
    }
  }
}

for (const theme of ['light', 'dark'] as const) {
  test(`an opened account with its proxy in ${theme} is accessible`, async ({ page }) => {
    await open(page, 'settings', 'proxies', { theme });
    await page.getByText('Acme Agency').click();
    const address = page.getByRole('textbox', { name: 'Address of the proxy' });
    await address.fill('ftp://proxy.example.com');
    await page.keyboard.press('Enter');
    await expect(address).toHaveAttribute('aria-invalid', 'true');
    expect(await violations(page, 'settings')).toEqual([]);
  });
}

test('the passphrase form with its errors is accessible', async ({ page }) => {
  await open(page, 'settings', 'secrets-none');
  await page.getByRole('button', { name: 'Set a passphrase' }).click();
  await expect(page.getByText('Enter the passphrase.')).toBeVisible();
  expect(await violations(page, 'settings')).toEqual([]);
});

const TRANSLATED: readonly (readonly [Surface, string])[] = [
  ['panel', 'panel-menu'],
  ['settings', 'secrets-none'],
];

for (const language of ['uk', 'ru'] as const) {
  for (const [surface, scenario] of TRANSLATED) {
    for (const percent of [100, 200]) {
      test(`${surface} with ${scenario} in ${language} at ${String(percent)} % is accessible`, async ({
        page,
      }) => {
        await page.emulateMedia({ reducedMotion: 'reduce' });
        await open(page, surface, scenario, { language });
        await page.evaluate((size) => {
          document.documentElement.style.fontSize = `${String(size)}%`;
        }, percent);
        expect(await violations(page, surface)).toEqual([]);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wider).toBeLessThanOrEqual(0);
      });
    }
  }
}

const FORCED: readonly (readonly [Surface, string])[] = [
  ['strip', 'asking'],
  ['panel', 'asking-menu'],
  ['settings', 'secrets-none'],
];

for (const [surface, scenario] of FORCED) {
  test(`${surface} with ${scenario} in the system's own colours is accessible`, async ({
    page,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: 'active' });
    await open(page, surface, scenario);
    expect(await violations(page, surface)).toEqual([]);
  });
}

test('the trial form with its errors is accessible', async ({ page }) => {
  await open(page, 'panel', 'none');
  await page.getByRole('button', { name: /Try it on this computer/ }).click();
  await page.getByRole('button', { name: 'Create CRM' }).click();
  await expect(page.getByText('Enter your name.')).toBeVisible();
  expect(await violations(page, 'panel')).toEqual([]);
});
