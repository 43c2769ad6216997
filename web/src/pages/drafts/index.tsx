// Drafts: all of them, and one of them with its life.
import { useParams } from 'react-router';

import { NoPageState } from '../../parts/states';
import { DraftDetail } from './draft_detail';
import { DraftList } from './draft_list';

export default function Drafts() {
  const { no } = useParams();
  if (no === undefined) return <DraftList />;
  return /^[1-9]\d{0,14}$/.test(no) ? <DraftDetail key={no} no={Number(no)} /> : <NoPageState />;
}
