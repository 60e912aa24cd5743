// The panel of one incident: glance, act, who, dig, footer.
import { Avatar } from "@zendeskgarden/react-avatars";
import { Anchor, Button, IconButton } from "@zendeskgarden/react-buttons";
import { Tag } from "@zendeskgarden/react-tags";
import SettingsIcon from "@zendeskgarden/svg-icons/src/16/gear-stroke.svg?react";
import MoreIcon from "@zendeskgarden/svg-icons/src/16/overflow-stroke.svg?react";
import RefreshIcon from "@zendeskgarden/svg-icons/src/16/reload-stroke.svg?react";
import { useMemo } from "react";
import styled from "styled-components";
import { Sections } from "./Sections.jsx";
import { times } from "./times.js";

const STATES = {
  triggered: { label: "Triggered", hue: "red" },
  acknowledged: { label: "Acknowledged", hue: "yellow" },
  resolved: { label: "Resolved", hue: "green" },
};

const Body = styled.div`
  display: grid;
  gap: 8px;
  padding: 12px;
`;
const Row = styled.div`
  display: flex;
  align-items: center;
  gap: 8px;
  min-width: 0;
`;
const Subtle = styled.span`
  color: ${(props) => props.theme.palette.grey[700]};
  font-size: 12px;
`;
const Heading = styled.h2`
  margin: 0;
  font: inherit;
  font-weight: 600;
`;
const Latest = styled.section`
  padding: 8px 12px;
  border: 1px solid ${(props) => props.theme.palette.grey[300]};
  border-radius: 4px;
  background: ${(props) => props.theme.palette.grey[100]};
`;
const Footer = styled.footer`
  display: flex;
  align-items: center;
  margin-top: auto;
  padding: 4px 4px 4px 12px;
  border-top: 1px solid ${(props) => props.theme.palette.grey[200]};
`;

function initials(name) {
  return name.split(/\s+/).slice(0, 2).map((part) => part[0]).join("");
}

function Actions({ status }) {
  return (
    <Row role="group" aria-label="Actions">
      {status === "triggered" && <Button size="small" isStretched>Acknowledge</Button>}
      {status !== "resolved" && <Button size="small" isStretched>Resolve</Button>}
      <Button size="small" isStretched>Add note</Button>
      <IconButton size="small" aria-label="More actions" title="More actions"><MoreIcon /></IconButton>
    </Row>
  );
}

export function Incident({ agent, ticket, incident, read }) {
  const format = useMemo(() => times(agent), [agent]);
  const state = STATES[incident.status];
  const assignment = incident.assignments?.[0];
  const update = incident.status_updates?.[0];
  return (
    <>
      <Body>
        <Row>
          <Tag hue={state.hue}><span>{state.label}</span></Tag>
          {incident.priority && <Tag><span>{incident.priority.summary}</span></Tag>}
          <Anchor href={incident.html_url} isExternal target="_blank" rel="noopener noreferrer">
            #{incident.incident_number}
          </Anchor>
        </Row>
        <Heading data-first-incident>{incident.title}</Heading>
        <Subtle>{incident.service.summary} · Open {format.since(incident.created_at)}</Subtle>
        <Actions status={incident.status} />
        <Latest aria-label="Latest state">
          <Subtle>{update ? "Latest status update" : "Latest change"}</Subtle>
          <div>{update?.message ?? `${state.label} by ${incident.last_status_change_by?.summary ?? "PagerDuty"}`}</div>
          <Subtle>{format.ago(update?.created_at ?? incident.last_status_change_at)}</Subtle>
        </Latest>
        {assignment && (
          <Row>
            <Avatar size="extrasmall"><Avatar.Text>{initials(assignment.assignee.summary)}</Avatar.Text></Avatar>
            <div>
              <div>{assignment.assignee.summary}</div>
              <Subtle>On call · notified {format.ago(assignment.at)}</Subtle>
            </div>
          </Row>
        )}
      </Body>
      <Sections incident={incident} ticket={ticket} format={format} read={read} />
      <Footer>
        <Subtle style={{ marginInlineEnd: "auto" }}>Live · updated now</Subtle>
        <IconButton size="small" aria-label="Refresh" title="Refresh"><RefreshIcon /></IconButton>
        <IconButton size="small" aria-label="Display settings" title="Display settings"><SettingsIcon /></IconButton>
      </Footer>
    </>
  );
}
