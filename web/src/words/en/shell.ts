import type { shell as zh } from '../zh/shell';

export const shell: typeof zh = {
  skip: 'Skip to the content',
  menu: 'Pages',
  openMenu: 'Open the menu',
  closeMenu: 'Close the menu',
  groups: { supervise: 'Supervise', tune: 'Rules', run: 'Run' },
  pages: { findings: 'Findings', rules: 'Rules', drafts: 'Drafts', knowledge: 'Knowledge', shadows: 'Shadow runs', jobs: 'Jobs', accounts: 'Accounts' },
  scope: 'Scope',
  nation: 'Nation',
  regions: (codes) => `Region ${codes}`,
  institutions: (count) => (count === 1 ? '1 institution' : `${count} institutions`),
  language: 'Language',
  look: 'Look',
  looks: { system: 'As the system', light: 'Light', dark: 'Dark' },
  person: 'My account',
  roles: {
    administrator: 'Administrator',
    inspector: 'Inspector',
    reviewer: 'Reviewer',
    analyst: 'Analyst',
    institution: 'Institution',
    auditor: 'Auditor',
  },
  api: 'API document',
  nothing: 'There is no page for your role yet',
};
