export { accounts } from './accounts';
export { common } from './common';
export { jobs } from './jobs';
export { session } from './session';
export { shell } from './shell';
