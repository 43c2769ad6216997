// The pages: one entry each. A page is loaded when it is first opened; who may not see it has no line of it in the menu, and is
// told so at its address. A page's engineer adds an entry here, a folder under pages/, and words under words/.
import {
  BankOutlined,
  BookOutlined,
  ControlOutlined,
  DashboardOutlined,
  DiffOutlined,
  EyeOutlined,
  FileSearchOutlined,
  UnorderedListOutlined,
  UserOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
  TeamOutlined,
  ThunderboltOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';

import type { Permission, Self } from './session/session';
import type { Words } from './words';

export interface Page {
  /** A stable name; also the page's folder. */
  name: string;
  /** Paths that show it; the first is where the menu leads. */
  paths: [string, ...string[]];
  /** Without: everybody who is signed in. */
  permission?: Permission;
  /** Of this role alone. Of several pages at one path a person has the first that is for him. */
  role?: Self['role'];
  group: keyof Words['shell']['groups'];
  /** Without: not in the menu. */
  icon?: ComponentType;
  title: (words: Words) => string;
  load: () => Promise<{ default: ComponentType }>;
}

export const pages: Page[] = [
  {
    name: 'own',
    paths: ['/'],
    role: 'institution',
    group: 'supervise',
    icon: BankOutlined,
    title: (words) => words.shell.pages.own,
    load: () => import('./pages/own'),
  },
  {
    name: 'overview',
    paths: ['/'],
    permission: 'read_findings',
    group: 'supervise',
    icon: DashboardOutlined,
    title: (words) => words.shell.pages.overview,
    load: () => import('./pages/overview'),
  },
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
    name: 'institutions',
    paths: ['/institutions', '/institutions/:code'],
    permission: 'read_institutions',
    group: 'supervise',
    icon: BankOutlined,
    title: (words) => words.shell.pages.institutions,
    load: () => import('./pages/institutions'),
  },
  {
    name: 'persons',
    paths: ['/persons', '/persons/:psn_no'],
    permission: 'read_persons',
    group: 'supervise',
    icon: UserOutlined,
    title: (words) => words.shell.pages.persons,
    load: () => import('./pages/persons'),
  },
  {
    name: 'traffic',
    paths: ['/traffic', '/traffic/requests', '/traffic/:jr_id'],
    permission: 'read_traffic',
    group: 'supervise',
    icon: ThunderboltOutlined,
    title: (words) => words.shell.pages.traffic,
    load: () => import('./pages/traffic'),
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
    permission: 'read_drafts',
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
  {
    name: 'institution_settings',
    paths: ['/institution-settings', '/institution-settings/tokens'],
    permission: 'manage_institutions',
    group: 'run',
    icon: SettingOutlined,
    title: (words) => words.shell.pages.institution_settings,
    load: () => import('./pages/institution_settings'),
  },
  {
    name: 'log',
    paths: ['/log'],
    permission: 'read_log',
    group: 'run',
    icon: SafetyCertificateOutlined,
    title: (words) => words.shell.pages.log,
    load: () => import('./pages/log'),
  },
];
