import type { timeline as zh } from '../zh/timeline';

export const timeline: typeof zh = {
  looks: ['3 years', '1 year', '90 days', '30 days', '1 week', '1 day'],
  whole: 'All',
  closer: 'Closer',
  wider: 'Wider',
  hint: 'Point at a mark or reach it by Tab to read it; ← → to move, + − or the wheel to zoom.',
  sceneOf: (what) => `${what}: time line, ← → to move, + − to zoom`,
  accused: 'Accused lines',
  related: 'Lines it rests on',
  begin: 'Begin',
  end: 'End',
  what: 'Kind',
  text: 'What',
  part: 'In this finding',
  stays: 'Stays',
  visits: 'Outpatient visits',
  flags: 'Findings',
};
