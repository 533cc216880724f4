import type { Page } from '@playwright/test';
import { expect, expectAccessible, test, type Server } from './server.js';

const HOME = '/c/acme-agency/';
const photo = (page: Page) => page.getByRole('group', { name: 'Photo' });
const choose = (page: Page) => photo(page).getByRole('button', { name: 'Choose a photo' });
const cross = (page: Page) => photo(page).getByRole('button', { name: 'Remove photo' });
const toast = (page: Page) => page.getByRole('region', { name: 'What has just happened' });
const shown = (page: Page) => photo(page).locator('img');
/** Beside the name, at the top of each page. */
const above = (page: Page) => page.getByRole('banner').locator('.avatar');

/** Olena, on the page of her profile. */
async function open(page: Page, server: Server): Promise<void> {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
  await expect(choose(page)).toBeVisible();
}

/** A picture of one colour, as a file. */
async function picture(page: Page, colour: string): Promise<Buffer> {
  const url = await page.evaluate((colour) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 64;
    const pen = canvas.getContext('2d');
    if (pen) pen.fillStyle = colour;
    pen?.fillRect(0, 0, 64, 64);
    return canvas.toDataURL('image/png');
  }, colour);
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

async function take(page: Page, buffer: Buffer, name = 'me.png'): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await choose(page).press('Enter');
  await (await chooser).setFiles({ name, mimeType: 'image/png', buffer });
}

/** Whether a picture has come, and is not a broken one. */
async function expectShown(page: Page): Promise<void> {
  for (const place of [shown(page), above(page)]) {
    await expect
      .poll(async () => place.evaluate((image) => (image as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(0);
  }
}

test('a photo is chosen, seen everywhere, taken away and brought back, by keyboard alone', async ({
  page,
  server,
}) => {
  await open(page, server);
  await expect(above(page)).toHaveAttribute('data-initials', 'OK');
  await take(page, await picture(page, 'teal'));
  await expect(toast(page)).toContainText('Your photo is changed.');
  await expect(choose(page)).toBeFocused();
  await expectShown(page);
  await expectAccessible(page);
  const first = await shown(page).getAttribute('src');
  await take(page, await picture(page, 'tomato'));
  await expect(shown(page)).not.toHaveAttribute('src', first ?? '');
  await expectShown(page);
  const second = await shown(page).getAttribute('src');
  await page.goto(`${server.url}${HOME}staff`);
  await expect(page.getByRole('row', { name: 'Olena Koval' }).locator('img')).toBeVisible();
  await expectAccessible(page);
  await page.goto(server.url + HOME);
  await expectShown(page);

  await choose(page).focus();
  await page.keyboard.press('Shift+Tab');
  await expect(cross(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText('Your photo is removed.');
  await expect(shown(page)).toHaveCount(0);
  await expect(cross(page)).toHaveCount(0);
  await expect(above(page)).toHaveAttribute('data-initials', 'OK');
  await expect(choose(page), 'the keyboard is where it was').toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Control+z');
  await expect(shown(page), 'the very same').toHaveAttribute('src', second ?? '');
  await expectShown(page);
});

test("the account's photo is chosen, shown in the portal, taken away and brought back", async ({
  page,
  server,
}) => {
  await open(page, server);
  await server.portal(page);
  await page.goto(`${server.url}/account/settings`);
  const me = page.getByRole('banner').getByRole('link', { name: 'olena@acme.example' });
  await expect(me).toContainText('Olena Koval');
  await expect(above(page)).toHaveAttribute('data-initials', 'OK');
  await expect(page.getByRole('button', { name: 'Sign out', exact: true })).toBeVisible();
  await take(page, await picture(page, 'teal'));
  await expect(toast(page)).toContainText('Your photo is changed.');
  await expect(choose(page)).toBeFocused();
  await expectShown(page);
  await expectAccessible(page);
  const first = await shown(page).getAttribute('src');
  await page.goto(server.url + HOME);
  await expect(cross(page), 'the CRM has its own').toHaveCount(0);

  await page.goto(`${server.url}/account/settings`);
  await choose(page).focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Space');
  const everywhere = photo(page).getByRole('checkbox');
  await expect(everywhere).toBeChecked();
  await take(page, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'drawing.png');
  await expect(photo(page).getByRole('alert')).toHaveText(
    /^This is no picture that can be taken\./,
  );
  await expect(everywhere, 'it is still wanted').toBeChecked();
  await take(page, await picture(page, 'tomato'));
  await expect(shown(page)).not.toHaveAttribute('src', first ?? '');
  await expectShown(page);
  await expect(everywhere, 'once').not.toBeChecked();
  const second = await shown(page).getAttribute('src');
  await page.goto(server.url + HOME);
  await expectShown(page);

  await page.goto(`${server.url}/account/settings`);
  await cross(page).press('Enter');
  await expect(toast(page)).toContainText('Your photo is removed.');
  await expect(shown(page)).toHaveCount(0);
  await expect(above(page)).toHaveAttribute('data-initials', 'OK');
  await expectAccessible(page);
  await page.keyboard.press('Control+z');
  await expect(shown(page), 'the very same').toHaveAttribute('src', second ?? '');
  await expectShown(page);
});

for (const [locale, choice] of [
  ['uk-UA', 'Вибрати фото'],
  ['ru-RU', 'Выбрать фото'],
] as const) {
  test(`the account's photo fits in: ${locale}`, async ({ server, browser }) => {
    const page = await browser.newPage({ locale });
    await page.goto(await server.setUp());
    await server.portal(page);
    await page.goto(`${server.url}/account/settings`);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: choice }).click();
    const buffer = await picture(page, 'teal');
    await (await chooser).setFiles({ name: 'me.png', mimeType: 'image/png', buffer });
    await expect(page.getByRole('banner').locator('img.avatar')).toBeVisible();
    await expectAccessible(page);
    await page.close();
  });
}

test('a photo can be dropped', async ({ page, server }) => {
  await open(page, server);
  const base64 = (await picture(page, 'teal')).toString('base64');
  const dropped = await page.evaluateHandle((base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], 'me.png', { type: 'image/png' }));
    return transfer;
  }, base64);
  await photo(page).dispatchEvent('dragover', { dataTransfer: dropped });
  await expect(photo(page)).toHaveClass(/dragging/);
  await photo(page).dispatchEvent('drop', { dataTransfer: dropped });
  await expectShown(page);
  await expect(photo(page)).not.toHaveClass(/dragging/);
});

test('what is no photo is refused beside the button, and the present one stays', async ({
  page,
  server,
}) => {
  await open(page, server);
  await take(page, await picture(page, 'teal'));
  await expectShown(page);
  const before = await shown(page).getAttribute('src');
  await take(page, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'drawing.png');
  await expect(photo(page).getByRole('alert')).toHaveText(
    /^This is no picture that can be taken\./,
  );
  await expect(choose(page)).toHaveAccessibleDescription(/^This is no picture that can be taken\./);
  await expectAccessible(page);
  await take(page, Buffer.alloc(10_000_001), 'large.png');
  await expect(photo(page).getByRole('alert')).toHaveText(/^This file is too large\./);
  await expect(shown(page)).toHaveAttribute('src', before ?? '');
  await take(page, await picture(page, 'tomato'));
  await expect(shown(page)).not.toHaveAttribute('src', before ?? '');
  await expect(photo(page).getByRole('alert')).toHaveCount(0);
});

test('where a photo is lost there are initials', async ({ page, server }) => {
  await open(page, server);
  await server.sql("UPDATE crm_user SET photo_hash = 'lost', version = version + 1");
  await page.reload();
  await expect(cross(page), 'it can be taken away').toBeVisible();
  await expect(above(page)).toHaveAttribute('data-initials', 'OK');
  await cross(page).click();
  await expect(toast(page)).toContainText('Your photo is removed.');
  await expect(cross(page)).toHaveCount(0);
});
