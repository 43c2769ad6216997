export { Timeline } from './timeline';
export { lanesOf, type TimelineItem, type TimelineRow, type Weight } from './rows';
export { momentOf } from './scale';
