import { Button } from 'antd';
import { useState } from 'react';

import { AddToDraft } from '../../parts/draft/add_to_draft';
import { SourceField } from '../../parts/draft/parameter_dialog';
import { usePreferences } from '../../preferences';
import type { Rule } from '../../queries/use_rule';
import { useMay } from '../../session/session';
import { useWords } from '../../words';

/** Off where it is on, and on where it is off: as part of a draft. */
export function SwitchRule({ rule }: { rule: Rule }) {
  const words = useWords();
  const { language } = usePreferences();
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (!may('change_rules') || rule.state === 'absent') return null;
  const on = rule.state === 'off';
  const name = `${rule.number} ${language === 'zh' ? rule.name_zh : rule.name_en}`;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{on ? words.rules.turnOn : words.rules.turnOff}</Button>
      <AddToDraft<{ source: string }>
        open={open}
        title={on ? words.drafts.add.onTitle(name) : words.drafts.add.offTitle(name)}
        initial={{ source: '' }}
        onClose={() => setOpen(false)}
        changesOf={({ source }) => ({ rules: [{ rule_no: rule.number, on, source: source.trim() }] })}
      >
        <SourceField />
      </AddToDraft>
    </>
  );
}
