// Details open, Timeline and Notes loaded when they are first opened.
import { Accordion, Timeline } from "@zendeskgarden/react-accordions";
import { Button } from "@zendeskgarden/react-buttons";
import { useState } from "react";
import styled from "styled-components";
import { loadNotes, loadTimeline } from "./load.js";

const TIMELINE = 1;
const NOTES = 2;

const Pairs = styled.dl`
  display: grid;
  grid-template-columns: minmax(84px, 34%) minmax(0, 1fr);
  gap: 6px 12px;
  margin: 0;
  dt { color: ${(props) => props.theme.palette.grey[700]}; }
  dd { margin: 0; }
`;

function Details({ incident, ticket, format }) {
  const teams = (incident.teams ?? []).map((team) => team.summary).join(", ");
  const pairs = [
    ["Service", incident.service.summary],
    ["Urgency", incident.urgency === "high" ? "High" : "Low"],
    ["Escalation policy", incident.escalation_policy?.summary],
    ["Teams", teams],
    ["Triggered", format.at(incident.created_at)],
    ["Source", `Zendesk ticket #${ticket}`],
  ];
  return (
    <Pairs>
      {pairs.filter(([, value]) => value).map(([label, value]) => (
        <div key={label} style={{ display: "contents" }}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </Pairs>
  );
}

function Entries({ entries, more, format, onMore }) {
  if (!entries) return "Loading…";
  return (
    <>
      <Timeline>
        {entries.map((entry) => (
          <Timeline.Item key={entry.id} data-timeline-entry>
            <Timeline.Content>
              <div>{entry.summary}</div>
              <small>{entry.agent?.summary ?? "PagerDuty"} · {format.ago(entry.created_at)}</small>
            </Timeline.Content>
          </Timeline.Item>
        ))}
      </Timeline>
      {more && <Button size="small" onClick={onMore}>Load earlier entries</Button>}
    </>
  );
}

export function Sections({ incident, ticket, format, read }) {
  const [expanded, setExpanded] = useState([0]);
  const [timeline, setTimeline] = useState({ entries: null, more: false });
  const [notes, setNotes] = useState(null);

  async function loadMore() {
    const known = timeline.entries ?? [];
    const page = await loadTimeline(read, incident.id, known.length);
    setTimeline({ entries: [...known, ...page.entries], more: page.more });
  }
  function toggle(index) {
    setExpanded((open) => (open.includes(index) ? open.filter((other) => other !== index) : [...open, index]));
    if (index === TIMELINE && !timeline.entries) void loadMore();
    if (index === NOTES && !notes) void loadNotes(read, incident.id).then(setNotes);
  }
  const section = (label, content) => (
    <Accordion.Section>
      <Accordion.Header><Accordion.Label>{label}</Accordion.Label></Accordion.Header>
      <Accordion.Panel>{content}</Accordion.Panel>
    </Accordion.Section>
  );
  return (
    <Accordion level={3} isCompact isExpandable isAnimated={false} expandedSections={expanded} onChange={toggle}>
      {section("Details", <Details incident={incident} ticket={ticket} format={format} />)}
      {section("Timeline", expanded.includes(TIMELINE) && <Entries {...timeline} format={format} onMore={loadMore} />)}
      {section("Notes", expanded.includes(NOTES) && (notes ?? []).map((note) => <p key={note.id}>{note.content}</p>))}
    </Accordion>
  );
}
