// What people and a hospital's software have done before the pictures: findings judged, asked and answered, a draft tried on history and
// proposed, a shadow run beside real questions. Everything is done through the service, as they would; once for a state.
import { readFileSync } from 'node:fs';

import { atGateway } from './calls';
import { address, password, type Login } from './place';

const kDraft = '分解住院：再次入院间隔由 15 天改为 10 天';
const kQuestions = 24;

interface Answer<Body> {
  body: Body;
  etag: string;
}

class Person {
  private constructor(private readonly token: string) {}

  static async enter(login: Login): Promise<Person> {
    const answer = await fetch(`${address}/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ login, password }),
    });
    return new Person(((await answer.json()) as { token: string }).token);
  }

  async ask<Body>(method: string, path: string, body?: unknown, etag?: string): Promise<Answer<Body>> {
    const answer = await fetch(`${address}/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.token}`,
        ...(body instanceof Uint8Array ? { 'Content-Type': 'application/octet-stream' } : { 'Content-Type': 'application/json' }),
        ...(etag === undefined ? {} : { 'If-Match': etag }),
      },
      ...(body === undefined ? {} : { body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
    return { body: (text === '' ? null : JSON.parse(text)) as Body, etag: answer.headers.get('ETag') ?? '' };
  }

  async step(finding: string, body: object): Promise<void> {
    const { etag } = await this.ask('GET', `/findings/${finding}`);
    await this.ask('POST', `/findings/${finding}/steps`, body, etag);
  }

  /** The job is over. */
  async over(job: number): Promise<void> {
    for (let tries = 0; tries < 1200; tries += 1) {
      const { body } = await this.ask<{ state: string }>('GET', `/jobs/${job}`);
      if (body.state === 'done') return;
      if (body.state !== 'waiting' && body.state !== 'running') throw new Error(`job ${job}: ${body.state}`);
      await new Promise((resolve) => {
        setTimeout(resolve, 500);
      });
    }
    throw new Error(`job ${job} is not over`);
  }
}

export interface Story {
  /** A finding of the hospital that was asked about, answered and taken up again. */
  finding: string;
  person: string;
  institution: string;
  draft: number;
  shadow: string;
}

interface Row {
  finding_id: string;
  psn_no: string;
}
interface Rows<One> {
  items: One[];
}

/** Of a state in which it was told already, the same. */
export async function tellStory(): Promise<Story> {
  const [inspector, reviewer, analyst, hospital] = [
    await Person.enter('demo-inspector'),
    await Person.enter('demo-reviewer'),
    await Person.enter('demo-analyst'),
    await Person.enter('demo-hospital'),
  ];
  const self = (await hospital.ask<{ institutions: string[] }>('GET', '/session')).body;
  const institution = self.institutions[0] ?? '';
  const drafts = (await analyst.ask<Rows<{ draft_no: number; title: string; shadow_id: string | null }>>('GET', '/drafts')).body.items;
  const told = drafts.find((one) => one.title === kDraft);
  const rows = (state: string, more = '') =>
    inspector
      .ask<Rows<Row>>('GET', `/findings?institution=${institution}&state=${state}&sort=amount&descending=true&limit=20${more}`)
      .then(({ body }) => body.items);
  if (told !== undefined) {
    const answered = (await rows('answered'))[0];
    return { finding: answered?.finding_id ?? '', person: await stayed(inspector, answered?.psn_no), institution, draft: told.draft_no, shadow: told.shadow_id ?? '' };
  }
  // What was charged twice is understood at once; a small city has few of it.
  const twice = await rows('new', '&rule=25');
  const fresh = [...twice, ...(await rows('new')).filter((row) => twice.every((one) => one.finding_id !== row.finding_id))];
  const [first, second, third, fourth] = fresh;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) throw new Error('the hospital has too few findings');
  await judge(inspector, reviewer, hospital, [first, second, third, fourth].map((row) => row.finding_id));
  const draft = await tryOut(analyst, institution);
  return { finding: first.finding_id, person: await stayed(inspector, first.psn_no), institution, ...draft };
}

/** Somebody whose stays were split: there is much to see. */
async function stayed(inspector: Person, otherwise = ''): Promise<string> {
  const { body } = await inspector.ask<Rows<Row>>('GET', '/findings?rule=49&sort=amount&descending=true&limit=1');
  return body.items[0]?.psn_no ?? otherwise;
}

async function judge(inspector: Person, reviewer: Person, hospital: Person, findings: string[]): Promise<void> {
  const [first = '', second = '', third = '', fourth = ''] = findings;
  const { account_id } = (await reviewer.ask<{ account_id: string }>('GET', '/session')).body;
  await inspector.step(first, { step: 'note', text: '先核对当日医嘱与收费记录。' });
  await inspector.step(first, { step: 'ask', text: '请说明收费依据，并附当日医嘱与收费记录。' });
  await hospital.ask('POST', `/findings/${first}/files?name=${encodeURIComponent('医嘱与收费记录.pdf')}`, kPaper);
  await hospital.step(first, { step: 'answer', text: '经核对，当日医嘱与收费记录见附件，请复核。' });
  await inspector.step(first, { step: 'assign', assignee: account_id });
  await inspector.step(second, { step: 'ask', text: '请于五个工作日内说明。' });
  await inspector.step(third, { step: 'confirm', text: '明细与限定一致，确认。' });
  await inspector.step(fourth, { step: 'dismiss', reason: 'R1', text: '病历显示已提供相应服务。' });
}

async function tryOut(analyst: Person, institution: string): Promise<{ draft: number; shadow: string }> {
  const parameter = { name: 'split_days', value: '10', unit: 'day', source: '临江市医保局〔2026〕12 号第三条' };
  const made = await analyst.ask<{ draft_no: number }>('POST', '/drafts', { title: kDraft, changes: { parameters: [parameter] } });
  const draft = made.body.draft_no;
  const trial = await analyst.ask<{ job_no: number }>('POST', `/drafts/${draft}/backtest`, { rules: '49' });
  await analyst.over(trial.body.job_no);
  const { id: shadow } = (await analyst.ask<{ id: string }>('POST', `/drafts/${draft}/shadow`)).body;
  await question(institution);
  const { etag } = await analyst.ask('GET', `/drafts/${draft}`);
  await analyst.ask('POST', `/drafts/${draft}/propose`, undefined, etag);
  return { draft, shadow };
}

/** Patients of a morning, women among them: what is for women alone is a reminder for the men. */
async function question(institution: string): Promise<void> {
  const text = readFileSync('../tools/dev/ask-3101.json', 'utf8').replaceAll('@institution@', institution);
  for (let number = 1; number <= kQuestions; number += 1) {
    const gender = number % 3 === 0 ? '1' : '2';
    const message = text.replaceAll('DEMO-PERSON-1', `DEMO-PERSON-${number}`).replaceAll('DEMO-VISIT-1', `DEMO-VISIT-${number}`);
    const { output } = await atGateway('3101', JSON.parse(message.replace('"gend": "1"', `"gend": "${gender}"`)) as object);
    const id = output.result?.[0]?.jr_id;
    if (id === undefined || number % 2 === 1) continue;
    const [way, reason] = number % 4 === 0 ? ['2', '已更换药品'] : ['1', '患者家属代开，已核对身份'];
    await atGateway('3103', {
      infno: '3103',
      fixmedins_code: institution,
      input: { data: { warn_type: '1', warns: [{ warn_rslt_id: id, dspo_way: way, dspo_way_rea: reason }] } },
    });
  }
}

// The smallest document that is one.
const kPaper = new TextEncoder().encode('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
