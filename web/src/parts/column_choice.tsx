import { SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';

import { useWords } from '../words';
import type { Choice } from './use_column_choice';

interface Props<Column> {
  columns: Column[];
  choice: Choice<Column>;
}

export function ColumnChoice<Column extends { key: string; title: string }>({ columns, choice }: Props<Column>) {
  const words = useWords();
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={words.common.table.columnsTitle}
      content={
        <div className="column-choice">
          {columns.map((column) => (
            <Checkbox key={column.key} checked={choice.isShown(column.key)} onChange={() => choice.toggle(column.key)}>
              {column.title}
            </Checkbox>
          ))}
          <Button size="small" disabled={choice.isDefault} onClick={choice.reset}>
            {words.common.table.resetColumns}
          </Button>
        </div>
      }
    >
      <Button icon={<SettingOutlined />}>{words.common.table.columns}</Button>
    </Popover>
  );
}
