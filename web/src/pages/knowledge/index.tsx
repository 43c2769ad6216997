// The knowledge base: its limits searched, its batches, and a file imported into a draft.
import { useParams } from 'react-router';

import { NoPageState } from '../../parts/states';
import { useMay } from '../../session/session';
import { BatchList } from './batch_list';
import { ImportFile } from './import_file';
import { LimitSearch } from './limit_search';

export default function Knowledge() {
  const { view } = useParams();
  const may = useMay();
  if (view === undefined) return <LimitSearch />;
  if (view === 'batches') return <BatchList />;
  return view === 'import' && may('change_rules') ? <ImportFile /> : <NoPageState />;
}
