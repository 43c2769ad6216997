import type { tour as zh } from '../zh/tour';

export const tour: typeof zh = {
  title: 'Show me around',
  step: (at, of) => `Step ${at} of ${of}`,
  next: 'Next',
  back: 'Back',
  done: 'Begin',
  skip: 'Skip',
  keys: '← → to turn, Esc to end',
  scope: {
    title: 'This is a simulated city',
    text: 'Persons, institutions and fees are simulated; the rules and the program are real. Your scope stands at the top left: every figure and list keeps within it.',
  },
  pages: {
    own: 'Begin here: findings the authority has asked about come first; below are all findings on your institution, the parameters behind them, and how you compare with others of your kind.',
    overview: 'At a glance: fees, amount in dispute (each line once), trend and ranking. Every figure opens the list behind it.',
    findings:
      'Each finding says what was billed, against which limit, on what basis, for how much, and what speaks for the accused; work through them by keyboard, export them, print an evidence sheet.',
    institutions: 'An institution: volumes, findings, doctors and departments, stock and indicators, beside its peers.',
    persons: 'A person’s time line: stays, visits, drugs and findings from three years down to one day. Identity is masked; showing it takes a reason.',
    rules: 'Meaning, basis, parameters and knowledge of the 88 rules; a change is back-tested, runs in shadow, and is published by a second person.',
    traffic: 'What is asked and said before the bill: rate, latency, which rules remind, whether it is heeded, and who has fallen silent.',
    jobs: 'Audits and back-tests run one by one; progress, cancel and result are here.',
    accounts: 'One account, one role and one scope for each person; deactivate, reset a password, end sessions.',
    institution_settings: 'By its gateway settings an institution asks before the bill; by a token its program reads its own findings.',
    log: 'Who saw and did what stands in a log that only grows, and can be verified on the spot.',
  },
  table: {
    title: 'Tables go by keyboard',
    text: '↑ ↓ to move, Enter to open, Space to select; you choose the columns. Filters stand in the address: send it, and a colleague sees the same.',
  },
  help: {
    title: 'A question mark beside figures',
    text: 'Each figure that needs one has a “?”: it says what is counted and what is not.',
  },
  view: {
    title: 'Charts are tables, screens are paper',
    text: 'Every chart turns into a table by its corner; paper has the content alone. The look can be light or dark.',
  },
  person: {
    title: 'See it again any time',
    text: 'Under your name you can see this again, change your password or sign out; language and look are beside it.',
  },
};
