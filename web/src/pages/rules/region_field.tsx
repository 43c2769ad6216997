import { Input } from 'antd';
import { useEffect, useState } from 'react';

import { useWords } from '../../words';

interface Props {
  region: string | undefined;
  onChange: (region: string | null) => void;
}

/** A region to look at; taken when its digits are whole, by Enter or on leaving. */
export function RegionField({ region, onChange }: Props) {
  const words = useWords();
  const [text, setText] = useState(region ?? '');
  useEffect(() => setText(region ?? ''), [region]);
  const right = /^(\d{2}|\d{4}|\d{6})?$/.test(text);
  const take = () => {
    if (right && text !== (region ?? '')) onChange(text === '' ? null : text);
  };
  return (
    <Input
      aria-label={words.rules.region}
      placeholder={words.rules.regionHint}
      status={right ? '' : 'warning'}
      inputMode="numeric"
      maxLength={6}
      style={{ width: 190 }}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onPressEnter={take}
      onBlur={take}
    />
  );
}
