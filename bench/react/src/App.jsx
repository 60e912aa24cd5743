// Chooses between skeleton, incident, nothing and failure.
import { Skeleton } from "@zendeskgarden/react-loaders";
import { Alert, Title } from "@zendeskgarden/react-notifications";
import { DEFAULT_THEME, ThemeProvider } from "@zendeskgarden/react-theming";
import { useEffect, useState } from "react";
import styled from "styled-components";
import { Incident } from "./Incident.jsx";
import { colorScheme, loadPanel } from "./load.js";

const theme = { ...DEFAULT_THEME, colors: { ...DEFAULT_THEME.colors, base: colorScheme } };

const Panel = styled.main`
  display: flex;
  flex-direction: column;
  min-height: 100vh;
  font: 400 14px/20px ${(props) => props.theme.fonts.system};
`;
const Body = styled.div`
  display: grid;
  gap: 8px;
  padding: 12px;
`;

function Loading() {
  return (
    <Body aria-busy="true" data-skeleton>
      {["40%", "100%", "60%", "80%", "100%", "50%"].map((width, place) => (
        <Skeleton key={place} width={width} height="16px" />
      ))}
    </Body>
  );
}

export function App() {
  const [state, setState] = useState({});
  useEffect(() => {
    loadPanel().then(
      (loaded) => setState({ loaded }),
      (failure) => setState({ failure }),
    );
  }, []);
  return (
    <ThemeProvider theme={theme} focusVisibleScope={null}>
      <Panel>
        {state.failure && (
          <Body>
            <Alert type="error">
              <Title>Couldn’t load incidents</Title>
              {state.failure.message}
            </Alert>
          </Body>
        )}
        {state.loaded && (state.loaded.incident ? <Incident {...state.loaded} /> : <Body>No linked incident</Body>)}
        {!state.failure && !state.loaded && <Loading />}
      </Panel>
    </ThemeProvider>
  );
}
