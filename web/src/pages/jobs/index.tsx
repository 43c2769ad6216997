// Audits and back-tests: all of them, one of them, and the start of an audit.
import { useParams } from 'react-router';

import { NoPageState } from '../../parts/states';
import { JobDetail } from './job_detail';
import { JobList } from './job_list';

export default function Jobs() {
  const { no } = useParams();
  if (no === undefined) return <JobList />;
  return /^[1-9]\d{0,14}$/.test(no) ? <JobDetail no={Number(no)} /> : <NoPageState />;
}
