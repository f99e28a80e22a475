// Finding a household as people type: by what its name sounds like, by group and house number, by a part of a name.
import { enrolled, offline } from './support/person.ts';
import { expect, test } from './support/test.ts';

test('pinyin initials, group and house number, and a part of a name find a household, also without signal', async ({
  codes,
  phone,
}) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  await offline(page, true);
  await page.goto('/households');
  const search = page.getByRole('searchbox');
  const rows = page.locator('main a.row[href^="/households/"]');

  for (const initials of ['nbq', 'NBQ', 'ｎｂｑ']) {
    await test.step(`${initials} finds 聂斌庆`, async () => {
      await search.fill(initials);
      await expect(rows.filter({ hasText: '聂斌庆' })).toHaveCount(1);
      await expect(rows.filter({ hasText: '罗莲友' })).toHaveCount(0);
    });
  }
  // The only house 12 of group 3 in the register.
  for (const place of ['3-12', '3组12', '３－１２', '3 12']) {
    await test.step(`${place} finds one household`, async () => {
      await search.fill(place);
      await expect(rows).toHaveCount(1);
      await expect(rows).toContainText('罗莲友');
    });
  }
  await test.step('a part of the name', async () => {
    await search.fill('莲友');
    await expect(rows.filter({ hasText: '罗莲友' })).toHaveCount(1);
    await rows.filter({ hasText: '罗莲友' }).click();
    await expect(page.getByRole('heading', { level: 1, name: '罗莲友家' })).toBeVisible();
  });
});
