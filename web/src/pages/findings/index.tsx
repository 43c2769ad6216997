// Findings: all of them, one of them, and its evidence sheet.
import { useParams } from 'react-router';

import { NoPageState } from '../../parts/states';
import { FindingDetail } from './finding_detail';
import { FindingList } from './finding_list';
import { FindingSheet } from './finding_sheet';

export default function Findings() {
  const { id, view } = useParams();
  if (id === undefined) return <FindingList />;
  if (view === undefined) return <FindingDetail key={id} id={id} />;
  return view === 'sheet' ? <FindingSheet id={id} /> : <NoPageState />;
}
