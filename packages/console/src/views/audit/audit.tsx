import type { JSX } from 'preact';
import type { AuditReport } from '../../../../sdk/contract/audits';
import { act, useCall } from '../../api/use-call';
import { route, to } from '../../app/route';
import { isReader } from '../../app/session';
import { Answer } from '../../parts/answer';
import { Saying } from '../../parts/saying';
import { ask } from '../../parts/dialog';
import { Card, Figure, Page } from '../../parts/page';
import { Empty } from '../../parts/states';
import { TemporalLink } from '../../parts/ticket-link';
import { Ago, At } from '../../parts/time';
import { count, number } from '../../parts/words';
import { Differences } from './differences';
import { Repair } from './repair';
import { Reports } from './reports';

export function Audit(): JSX.Element {
  const { report } = route.value.query;
  const audit = useCall('readAudit', { query: report === undefined ? {} : { report } }, { on: ['reports', 'run'] });
  const found = audit.data?.report ?? null;
  return (
    <Page
      title="Audit"
      sentence={
        <Saying of={audit} until="Reading the report …">
          {({ report: one }) => sentenceOf(one)}
        </Saying>
      }
      tools={
        isReader.value ? null : (
          <button type="button" class="button" onClick={askAudit}>
            Audit a sample now
          </button>
        )
      }
    >
      <Answer of={audit}>
        {({ run }) => (
          <>
            {run?.state === 'running' ? (
              <section class="card run" aria-label="The audit that is under way">
                <p class="quiet">{run.sentence}</p>
                <progress max={100} value={run.percent ?? undefined} aria-label="How much of the audit is done" />
              </section>
            ) : null}
            {found === null ? (
              <Empty title="There is no report yet">A sample of 200 contacts is compared every night, or now.</Empty>
            ) : (
              <Report report={found} isBusy={run?.state === 'running'} />
            )}
            <Reports shown={found?.report ?? null} />
          </>
        )}
      </Answer>
    </Page>
  );
}

function sentenceOf(report: AuditReport | null): JSX.Element | string {
  if (report === null) return 'Nobody has compared Brevo with what it should hold yet.';
  const { looked, differing, ours, finishedAt, startedAt } = report;
  const when = <Ago at={finishedAt ?? startedAt} />;
  if (looked === 0 && finishedAt === null) return <>An audit began {when}.</>;
  if (differing === 0)
    return (
      <>
        All {count(looked, 'contact')} that were read back {when} are in Brevo as they should be.
      </>
    );
  return (
    <>
      Of {count(looked, 'contact')} that were read back {when}, {number(differing)}{' '}
      {differing === 1 ? 'differs' : 'differ'};{' '}
      {ours === 0 ? 'others changed them since' : `${count(ours, 'difference')} we caused`}.
    </>
  );
}

function Report({ report, isBusy }: { readonly report: AuditReport; readonly isBusy: boolean }): JSX.Element {
  const {
    scope,
    nightly,
    looked,
    waiting,
    differing,
    ours,
    others,
    repairs,
    requests,
    startedAt,
    finishedAt,
    differences,
  } = report;
  return (
    <>
      <section class="figures" aria-label="Figures">
        <Figure
          label="Read back"
          value={number(looked)}
          note={
            waiting === 0 ? `with ${count(requests, 'request')}` : `${number(waiting)} passed over: about to be written`
          }
        />
        <Figure label="Differ" value={number(differing)} note={`${number(ours)} by us, ${number(others)} by others`} />
        <Figure
          label="Repaired"
          value={number(repairs.repaired)}
          note={`${number(repairs.open)} open, ${number(repairs.refused)} refused`}
        />
        <Figure
          label="Begun"
          value={<At at={startedAt} />}
          note={`${scope === 'all' ? 'all contacts' : 'a sample'}${nightly ? ', by night' : ''}`}
        />
      </section>
      <Card title="What differs" note="By cause">
        {differences.length === 0 ? (
          <Empty title={finishedAt === null ? 'Nothing differs so far' : 'Nothing differs'}>
            {finishedAt === null ? 'The audit goes on.' : 'Brevo holds what it should.'}
          </Empty>
        ) : (
          <Differences differences={differences} />
        )}
        <Repair report={report} isBusy={isBusy} />
      </Card>
    </>
  );
}

function askAudit(): void {
  ask({
    title: 'Audit a sample now?',
    explain: (
      <p>
        200 contacts, at random, are read back from Brevo in the lowest lane and compared with what they should be.
        Nothing is written.
      </p>
    ),
    verb: 'Audit',
    act: async () => {
      const { ui } = await act('startAudit', { query: {}, body: { sample: 200 } });
      return (
        <>
          The audit has begun; its report fills up here. <a href={to('audit', { report: null })}>The newest report</a>{' '}
          <TemporalLink href={ui} label="Temporal" />
        </>
      );
    },
  });
}
