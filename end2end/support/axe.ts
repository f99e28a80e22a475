// Looking for what keeps people out, by axe, in the three looks that a screen has.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';

/** The rules that are law here. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Those that another width can break in a page that keeps all the others. Colours are those of the narrow look, and the
 * rail's are looked at on the screens of the desk. */
const OF_LAYOUT = ['link-in-text-block', 'scrollable-region-focusable', 'target-size'];

/** How a screen may look. */
export interface Look {
  name: string;
  width: number;
  height: number;
  colorScheme: 'light' | 'dark';
  /** The rules that remain to be asked once another look has been through all of them. */
  again: string[];
}

/** The phone by day and by night, and the desk. */
export const LOOKS: Look[] = [
  { name: 'light', width: 360, height: 740, colorScheme: 'light', again: [] },
  { name: 'dark', width: 360, height: 740, colorScheme: 'dark', again: ['color-contrast'] },
  { name: 'desk', width: 1366, height: 768, colorScheme: 'light', again: OF_LAYOUT },
];

/** Opens a screen and looks at it in each look; complains softly, so that one run shows everything. */
export async function expectOpenToAll(page: Page, screen: Screen, looks = LOOKS): Promise<void> {
  const [first] = looks;
  if (first) await page.setViewportSize(first);
  await screen.open(page);
  for (const look of looks) {
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(look);
    // What lies below the fold is covered by the dock and counts as a target of no size: show all of it at once.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width: look.width, height: Math.max(height, look.height) });
    // The types of the page come from another copy of the same library.
    // Without frames one run in the page is enough, and nobody reads what was found to be well: writing that out for
    // every node took most of the time. Another look is another look at the same document, which has axe already.
    const source = look === first ? {} : { axeSource: 'window.axe;' };
    const axe = new AxeBuilder({ page: page as never, ...source }).setLegacyMode(true).options({ resultTypes: ['violations'] });
    const { violations } = await (look === first ? axe.withTags(RULES) : axe.withRules(look.again)).analyze();
    const said = violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')} — ${node.failureSummary?.split('\n').at(1)?.trim()}`),
    );
    expect.soft(said, `${screen.name}, ${look.name}`).toEqual([]);
  }
}
