import type { Page } from '../routes';
import type { Words } from '../words';

export interface TourStep {
  key: string;
  title: string;
  text: string;
  /** What is shown, by a selector; without: nothing in particular. */
  target?: string;
  /** The page that lies behind. */
  path?: string;
}

const kSteps = 6;

/** Six steps: the scope, the pages of the person's menu, what all pages share, and the way to see it again. */
export function tourSteps(pages: Page[], words: Words): TourStep[] {
  const said = words.tour;
  const texts: Partial<Record<string, string>> = said.pages;
  const ofPages = pages.flatMap((page): TourStep[] => {
    const text = texts[page.name];
    if (page.icon === undefined || text === undefined) return [];
    const path = page.paths[0];
    return [{ key: page.name, title: page.title(words), text, target: `.shell-menu a[href="${path}"]`, path }];
  });
  const shared: TourStep[] = [
    { key: 'table', ...said.table },
    { key: 'help', ...said.help },
    { key: 'view', ...said.view },
  ];
  return [
    { key: 'scope', ...said.scope, target: '.scope-mark' },
    ...[...ofPages.slice(0, kSteps - 2), ...shared].slice(0, kSteps - 2),
    { key: 'person', ...said.person, target: '.shell-right' },
  ];
}
