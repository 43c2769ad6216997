// The pages: one entry each. A page is loaded when it is first opened; who may not see it has no line of it in the menu, and is
// told so at its address. A page's engineer adds an entry here, a folder under pages/, and words under words/.
import { BookOutlined, ControlOutlined, DiffOutlined, EyeOutlined, TeamOutlined, FileSearchOutlined, UnorderedListOutlined } from '@ant-design/icons';
import type { ComponentType } from 'react';

import type { Permission } from './session/session';
import type { Words } from './words';

export interface Page {
  /** A stable name; also the page's folder. */
  name: string;
  /** Paths that show it; the first is where the menu leads. */
  paths: [string, ...string[]];
  /** Without: everybody who is signed in. */
  permission?: Permission;
  group: keyof Words['shell']['groups'];
  /** Without: not in the menu. */
  icon?: ComponentType;
  title: (words: Words) => string;
  load: () => Promise<{ default: ComponentType }>;
}

export const pages: Page[] = [
  {
    name: 'findings',
    paths: ['/findings', '/findings/:id', '/findings/:id/:view'],
    permission: 'read_findings',
    group: 'supervise',
    icon: FileSearchOutlined,
    title: (words) => words.shell.pages.findings,
    load: () => import('./pages/findings'),
  },
  {
    name: 'rules',
    paths: ['/rules', '/rules/:no', '/rules/:no/:view'],
    permission: 'read_rules',
    group: 'tune',
    icon: UnorderedListOutlined,
    title: (words) => words.shell.pages.rules,
    load: () => import('./pages/rules'),
  },
  {
    name: 'knowledge',
    paths: ['/knowledge', '/knowledge/:view'],
    permission: 'read_rules',
    group: 'tune',
    icon: BookOutlined,
    title: (words) => words.shell.pages.knowledge,
    load: () => import('./pages/knowledge'),
  },
  {
    name: 'drafts',
    paths: ['/drafts', '/drafts/:no'],
    permission: 'read_drafts',
    group: 'tune',
    icon: DiffOutlined,
    title: (words) => words.shell.pages.drafts,
    load: () => import('./pages/drafts'),
  },
  {
    name: 'shadows',
    paths: ['/shadows', '/shadows/:id'],
    permission: 'read_traffic',
    group: 'tune',
    icon: EyeOutlined,
    title: (words) => words.shell.pages.shadows,
    load: () => import('./pages/shadows'),
  },
  {
    name: 'jobs',
    paths: ['/jobs', '/jobs/:no'],
    permission: 'run_audits',
    group: 'run',
    icon: ControlOutlined,
    title: (words) => words.shell.pages.jobs,
    load: () => import('./pages/jobs'),
  },
  {
    name: 'accounts',
    paths: ['/accounts', '/accounts/:id'],
    permission: 'read_accounts',
    group: 'run',
    icon: TeamOutlined,
    title: (words) => words.shell.pages.accounts,
    load: () => import('./pages/accounts'),
  },
];
