import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { act, asFailure, useCall } from '../../api/use-call';
import type { RequestFailure } from '../../api/request';
import { replace, route, to } from '../../app/route';
import { isReader } from '../../app/session';
import { Answer } from '../../parts/answer';
import { Card, Page } from '../../parts/page';
import { Failure } from '../../parts/states';
import { ChangedEnds, DifferingEnds } from './changed-ends';
import { Comparison } from './comparison';
import { PolicyEditor } from './policy-editor';
import { RehearsalSentence } from './rehearsal-sentence';

/** A policy tried before it is saved: both are asked about the same time, and the page writes no file. */
export function Rehearsal(): JSX.Element {
  const { id } = route.value.query;
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const policy = useCall('readPolicy', { query: {} });
  const found = useCall('readRehearsal', id === undefined ? null : { params: { id }, query: {} }, { on: ['reports'] });
  const report = found.data;
  const rehearse = (proposed: Readonly<Record<string, unknown>>): void => {
    setBusy(true);
    setFailure(null);
    act('startRehearsal', { query: {}, body: { policy: proposed } })
      .then((started) => replace(to('campaigns/rehearsal', { id: started.id })))
      .catch((thrown: unknown) => setFailure(asFailure(thrown)))
      .finally(() => setBusy(false));
  };
  const running = busy || report?.state === 'running';
  return (
    <Page
      title="Try a policy"
      sentence={
        report === null ? (
          'What would another policy have sent? Change it, and rehearse both over the last 90 days.'
        ) : (
          <RehearsalSentence report={report} />
        )
      }
      back={{ href: to('campaigns'), label: 'Campaigns' }}
    >
      <Answer of={policy}>
        {({ policy: today }) => (
          <PolicyEditor today={today} busy={running} mayRehearse={!isReader.value} rehearse={rehearse} />
        )}
      </Answer>
      {failure === null ? null : <Failure of={failure} />}
      {id === undefined ? <a href={to('campaigns/rehearsal', { id: 'newest' })}>Show the last rehearsal</a> : null}
      {found.failure === null ? null : <Failure of={found.failure} />}
      {report?.state === 'running' ? (
        <section class="card run" aria-label="The rehearsal that is under way">
          <p class="quiet">Asking both policies about each ticket that ended …</p>
          <progress max={100} value={report.percent} aria-label="How much is rehearsed" />
        </section>
      ) : null}
      {report === null ? null : (
        <>
          <Comparison report={report} />
          {report.proposed === null || report.changed === 0 ? null : (
            <Card title="Ends that would be answered differently" note="By both policies, ticket by ticket">
              <ChangedEnds id={report.id} done={report.state} />
            </Card>
          )}
          {report.agreement.differing.length === 0 ? null : (
            <Card title="Ends that life decided otherwise" note="Than today’s policy does, ticket by ticket, and why">
              <DifferingEnds id={report.id} done={report.state} causes={report.agreement.differing} />
            </Card>
          )}
        </>
      )}
    </Page>
  );
}
