// Every colour and size of the workbench. CSS reads them as var(--name), Ant Design and the charts through theme.ts and charts.
// Amber and red are for gravity alone; everything that is not grave is ink, teal or grey.

export interface Palette {
  primary: string;
  primaryHover: string;
  primarySoft: string;
  ink: string;
  inkSoft: string;
  inkFaint: string;
  ground: string;
  surface: string;
  raised: string;
  line: string;
  lineSoft: string;
  hover: string;
  selected: string;
  red: string;
  redSoft: string;
  amber: string;
  amberSoft: string;
  green: string;
  greenSoft: string;
  grey: string;
  greySoft: string;
  nav: string;
  navInk: string;
  navInkSoft: string;
  navActive: string;
}

export const light: Palette = {
  primary: '#0f5f66',
  primaryHover: '#167880',
  primarySoft: '#e3f0f0',
  ink: '#14262b',
  inkSoft: '#475a60',
  inkFaint: '#5f7177',
  ground: '#f3f6f6',
  surface: '#ffffff',
  raised: '#ffffff',
  line: '#d3dcdd',
  lineSoft: '#e7edee',
  hover: '#f0f5f5',
  selected: '#e0efef',
  red: '#b0281f',
  redSoft: '#fbeae8',
  amber: '#8f5600',
  amberSoft: '#fcf1de',
  green: '#256b45',
  greenSoft: '#e5f3ea',
  grey: '#52646a',
  greySoft: '#ebf0f1',
  nav: '#10292f',
  navInk: '#e8f1f1',
  navInkSoft: '#9fb6ba',
  navActive: '#1d454c',
};

export const dark: Palette = {
  primary: '#4db3b5',
  primaryHover: '#6cc7c8',
  primarySoft: '#173a3f',
  ink: '#e4eded',
  inkSoft: '#a9bbbe',
  inkFaint: '#8fa3a7',
  ground: '#0d1619',
  surface: '#142125',
  raised: '#1a2a2f',
  line: '#2c3f45',
  lineSoft: '#213238',
  hover: '#1a2b30',
  selected: '#1c3a3f',
  red: '#ff8b7f',
  redSoft: '#3d1d1b',
  amber: '#f0b357',
  amberSoft: '#3a2a11',
  green: '#76c893',
  greenSoft: '#173324',
  grey: '#a3b4b8',
  greySoft: '#24343a',
  nav: '#0a1214',
  navInk: '#e8f1f1',
  navInkSoft: '#93a9ad',
  navActive: '#18353b',
};

/** Colours of series in a chart, told apart also by who sees red and green alike; never those of gravity. */
export const seriesOf = (palette: Palette): string[] =>
  palette === dark
    ? ['#4db3b5', '#8fb8ff', '#d9c27a', '#c39be0', '#7fc98f', '#a3b4b8']
    : ['#0f5f66', '#3d6fb6', '#9a7b1f', '#77509c', '#3f8a55', '#6b7d83'];

export const size = {
  font: 14,
  fontSmall: 12,
  radius: 4,
  control: 30,
  row: 36,
  nav: 208,
  navNarrow: 56,
  top: 48,
} as const;

export const fontFamily =
  '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "Helvetica Neue", Arial, sans-serif';

const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Puts the palette and sizes onto the page as CSS variables. */
export function paint(palette: Palette, root: HTMLElement = document.documentElement): void {
  for (const [name, colour] of Object.entries(palette)) root.style.setProperty(`--${dashed(name)}`, String(colour));
  for (const [name, pixels] of Object.entries(size)) root.style.setProperty(`--size-${dashed(name)}`, `${pixels}px`);
  root.style.setProperty('--font', fontFamily);
  root.style.colorScheme = palette === dark ? 'dark' : 'light';
}
