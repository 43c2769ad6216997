// Shadow runs: all of them, and what one says.
import { useParams } from 'react-router';

import { ShadowDetail } from './shadow_detail';
import { ShadowList } from './shadow_list';

export default function Shadows() {
  const { id } = useParams();
  return id === undefined ? <ShadowList /> : <ShadowDetail key={id} id={id} />;
}
