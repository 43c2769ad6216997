import type { accounts as zh } from '../zh/accounts';

export const accounts: typeof zh = {
  title: 'Accounts',
};
