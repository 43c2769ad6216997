import { expect, test } from 'vitest';

import { pages } from '../routes';
import { loadWords } from '../words';
import { tourSteps } from './tour_steps';

test.each(['zh', 'en'] as const)('the tour has six steps for every role, in %s', async (language) => {
  const words = await loadWords(language);
  const of = (names: string[]) => tourSteps(pages.filter(({ name }) => names.includes(name)), words);
  const hospital = of(['own', 'findings']);
  expect(hospital.map(({ key }) => key)).toEqual(['scope', 'own', 'findings', 'table', 'help', 'person']);
  expect(hospital[1]).toMatchObject({ path: '/', target: '.shell-menu a[href="/"]' });
  const nobody = of([]);
  expect(nobody.map(({ key }) => key)).toEqual(['scope', 'table', 'help', 'view', 'person']);
  const all = tourSteps(pages, words);
  expect(all).toHaveLength(6);
  for (const { title, text } of all) expect(title !== '' && text !== '').toBe(true);
});
