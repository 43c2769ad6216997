export { accounts } from './accounts';
export { common } from './common';
export { findings } from './findings';
export { jobs } from './jobs';
export { rules } from './rules';
export { session } from './session';
export { shell } from './shell';
export { timeline } from './timeline';
